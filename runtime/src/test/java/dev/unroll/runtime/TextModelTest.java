package dev.unroll.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.text.EmbeddingFile;
import dev.unroll.runtime.text.EmptyText;
import dev.unroll.runtime.text.Tokenizer;
import dev.unroll.runtime.text.TooLong;
import dev.unroll.runtime.text.Vocabulary;
import dev.unroll.runtime.text.VocabularySpec;
import dev.unroll.runtime.train.ElmanProgram;
import dev.unroll.runtime.train.Loss;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.ModelSignature.Axis;
import dev.unroll.runtime.train.ModelSignature.Content;
import dev.unroll.runtime.train.Parts;
import dev.unroll.runtime.train.Split;
import dev.unroll.runtime.train.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextModelTest {
    private static final List<String> TEXTS = List.of("ab", "ba", "aab", "b", "xyz", "yx");
    private static final List<Boolean> FLAGS = List.of(true, false, true, false, true, false);
    private static final TrainingSpec SPEC = TrainingSpec.loss(Loss.binaryCrossEntropy(1))
            .chronological(0.7, 0.3)
            .batch(2)
            .epochs(2)
            .build();

    @TempDir
    Path folder;

    /** A model class of texts, as it is generated, around a program written by hand. */
    private static final class TextModel extends RecurrentModel {
        private final List<EmbeddingFile> files;

        TextModel(List<String> fixed, EmbeddingFile... files) {
            super(new ElmanProgram(CpuDevice.create(1), signature(fixed)), Optional.of(SPEC), true);
            this.files = List.of(files);
            initialize(1);
        }

        private static ModelSignature signature(List<String> fixed) {
            VocabularySpec letters = new VocabularySpec(
                    "Letters", Tokenizer.CHARACTERS, 8, 1, false, TooLong.REFUSE, EmptyText.REFUSE, fixed);
            return new ModelSignature(
                    "TextModel",
                    "",
                    List.of(new ModelSignature.Port(
                            "text", Axis.bounded("time", 5), 1, Scaling.none(), "", Content.tokens(letters))),
                    List.of(new ModelSignature.Port("good", Axis.none(), 1, Scaling.none(), "", Content.probability())),
                    List.of(),
                    "text.rnn",
                    "0".repeat(64));
        }

        void train(List<String> texts, List<Boolean> flags) {
            train(texts, flags, SPEC);
        }

        void train(List<String> texts, List<Boolean> flags, TrainingSpec spec) {
            trainOnColumns(List.of(Column.texts(texts)), List.of(Column.flags(flags)), spec);
        }

        float[] predict(String... texts) {
            return runColumns(Column.texts(List.of(texts))).get(0).numbers();
        }

        static TextModel load(Path file) {
            TextModel model = new TextModel(List.of());
            model.restore(file);
            return model;
        }

        @Override
        protected List<EmbeddingFile> embeddingFiles() {
            return files;
        }
    }

    @Test
    void fitsItsVocabularyToTheTrainingPartOnly() {
        try (TextModel model = new TextModel(List.of())) {
            model.train(TEXTS, FLAGS);
            assertThat(model.vocabularies().get("Letters").tokens()).containsExactly("a", "b");
            assertThat(model.predict("ax")).containsExactly(model.predict("ay"));
            assertThat(model.predict("ax")[0]).isNotEqualTo(model.predict("ab")[0]);
        }
    }

    /** Each text has a letter of its own, so the vocabulary tells which texts it was fitted to. */
    @Test
    void fitsItsVocabularyToTheTrainingPartOfEverySplit() {
        List<String> texts = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        List<Boolean> flags = List.of(true, true, true, true, false, false, false, false);
        for (Split split : List.of(
                Split.chronological(0.5, 0.25, 0.25),
                Split.random(0.5, 0.25, 0.25),
                Split.stratified(0.5, 0.25, 0.25))) {
            TrainingSpec spec = SPEC.toBuilder().split(split).build();
            Optional<Values> classes = Optional.of(Values.numbers(new float[] {1, 1, 1, 1, 0, 0, 0, 0}));
            int[] training =
                    Parts.of(Optional.of(split), 8, spec.seed(), classes).training();
            try (TextModel model = new TextModel(List.of())) {
                model.train(texts, flags, spec);
                assertThat(model.vocabularies().get("Letters").tokens())
                        .as(split.toString())
                        .isEqualTo(Arrays.stream(training).mapToObj(texts::get).toList());
            }
        }
    }

    @Test
    void neverFitsItsVocabularyAgain() {
        try (TextModel model = new TextModel(List.of())) {
            model.train(TEXTS, FLAGS);
            Vocabulary first = model.vocabularies().get("Letters");
            model.train(List.of("xxx", "yyy", "xy", "yx"), List.of(true, false, true, false));
            assertThat(model.vocabularies().get("Letters")).isSameAs(first);
        }
    }

    @Test
    void keepsItsVocabularyInTheFile() {
        Path file = folder.resolve("text.unroll");
        try (TextModel model = new TextModel(List.of())) {
            model.train(TEXTS, FLAGS);
            model.save(file);
            try (TextModel loaded = TextModel.load(file)) {
                assertThat(loaded.vocabularies()).isEqualTo(model.vocabularies());
                assertThat(loaded.predict("ab", "b", "zz")).containsExactly(model.predict("ab", "b", "zz"));
            }
        }
    }

    @Test
    void savesBeforeTheFirstTraining() {
        Path file = folder.resolve("fresh.unroll");
        try (TextModel model = new TextModel(List.of())) {
            model.save(file);
        }
        try (TextModel loaded = TextModel.load(file)) {
            assertThatThrownBy(() -> loaded.predict("ab"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "this TextModel has not been trained: its vocabulary is fitted to the texts it is trained on");
            loaded.train(TEXTS, FLAGS);
            assertThat(loaded.predict("ab")).hasSize(1);
        }
    }

    @Test
    void knowsFixedTokensFromTheBeginning() {
        try (TextModel model = new TextModel(List.of("b", "x"))) {
            assertThat(model.vocabularies().get("Letters").id("x")).isEqualTo(3);
            assertThat(model.predict("bx")).hasSize(1);
            model.train(TEXTS, FLAGS);
            assertThat(model.vocabularies().get("Letters").tokens()).containsExactly("b", "x");
        }
    }

    @Test
    void fitsNothingToDataThatIsRefused() {
        try (TextModel model = new TextModel(List.of())) {
            assertThatThrownBy(() -> model.train(List.of("ab", "", "a"), List.of(true, true, false)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("example 1 has no token");
            assertThat(model.vocabularies()).isEmpty();
        }
    }

    @Test
    void takesFirstWeightsFromAFileOnce() throws IOException {
        Path file = folder.resolve("letters.vec");
        EmbeddingFile embedding = new EmbeddingFile(file.toString(), "rnn.h.h", "Letters");
        try (TextModel model = new TextModel(List.of(), embedding);
                TextModel plain = new TextModel(List.of())) {
            assertThatThrownBy(() -> model.train(TEXTS, FLAGS)).hasMessageContaining("letters.vec: no such file");
            assertThat(model.vocabularies()).as("after a failure").isEmpty();

            Files.writeString(file, "a 0 0 0 0 0 0 0 0\n");
            model.train(TEXTS, FLAGS);
            plain.train(TEXTS, FLAGS);
            assertThat(weights(model)).isNotEqualTo(weights(plain));
            Files.delete(file);
            model.train(TEXTS, FLAGS);
        }
    }

    private static float[] weights(TextModel model) {
        return model.parameters().stream()
                .filter(view -> view.name().equals("rnn.h.h"))
                .findFirst()
                .orElseThrow()
                .values();
    }
}
