package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.text.EmptyText;
import dev.unroll.runtime.text.LabelSet;
import dev.unroll.runtime.text.Tokenizer;
import dev.unroll.runtime.text.TooLong;
import dev.unroll.runtime.text.Vocabulary;
import dev.unroll.runtime.text.VocabularySpec;
import dev.unroll.runtime.train.ModelSignature.Axis;
import dev.unroll.runtime.train.ModelSignature.Content;
import dev.unroll.runtime.train.ModelSignature.Port;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncodersTest {
    private static final LabelSet TAGS = new LabelSet("Tags", List.of("O", "NAME"));

    private static VocabularySpec words(TooLong tooLong) {
        return new VocabularySpec("Words", Tokenizer.WHITESPACE, 10, 1, false, tooLong, EmptyText.REFUSE, List.of());
    }

    private static Port port(String name, Axis axis, int width, Content content) {
        return new Port(name, axis, width, Scaling.none(), "", content);
    }

    /** Words and two numbers per word in, a tag per word and yes or no out. */
    private static ModelSignature tagger(TooLong tooLong) {
        Axis time = Axis.bounded("time", 3);
        return new ModelSignature(
                "Tagger",
                "",
                List.of(
                        port("words", time, 1, Content.tokens(words(tooLong))),
                        port("caps", time, 2, Content.numbers())),
                List.of(
                        port("tags", time, 2, Content.label(TAGS)),
                        port("polite", Axis.none(), 1, Content.probability())),
                List.of(),
                "tagger.rnn",
                "0".repeat(64));
    }

    private static List<Column> inputs(String... texts) {
        float[][][] caps = new float[texts.length][][];
        for (int k = 0; k < caps.length; k++) {
            caps[k] = new float[texts[k].split(" ").length][];
            for (int t = 0; t < caps[k].length; t++) {
                caps[k][t] = new float[] {k, t};
            }
        }
        return List.of(Column.texts(List.of(texts)), Column.numbers(Values.sequences(caps)));
    }

    private static List<Column> targets(List<List<String>> tags, Boolean... polite) {
        return List.of(Column.labelSequences(tags), Column.flags(List.of(polite)));
    }

    @Test
    void turnsColumnsIntoNumbers() {
        ModelSignature signature = tagger(TooLong.REFUSE);
        List<Column> inputs = inputs("hello Ann", "hello");
        List<Column> targets = targets(List.of(List.of("O", "NAME"), List.of("O")), true, false);
        Encoders encoders = Encoders.fit(signature, inputs, targets);
        assertThat(encoders.vocabularies().get("Words").tokens()).containsExactly("hello", "Ann");
        Encoders.Encoded encoded = encoders.encode(signature, inputs, targets);
        assertThat(encoded.inputs().get(0).rows()).isDeepEqualTo(new float[][] {{2, 3}, {2}});
        assertThat(encoded.targets().get(0).rows()).isDeepEqualTo(new float[][] {{0, 1}, {0}});
        assertThat(encoded.targets().get(1).numbers()).containsExactly(1, 0);
        Examples examples = Examples.of(signature, encoded.inputs(), encoded.targets());
        assertThat(examples.length(0)).isEqualTo(2);
        assertThat(examples.select(new int[] {1, 0}).length(0)).isEqualTo(1);
        assertThat(signature.outputs().get(0).targetWidth()).isEqualTo(1);
        assertThat(signature.inputs().get(0)).hasToString("words : token<Words>[time <= 3]");
        assertThat(signature.outputs().get(1)).hasToString("polite : probability");
    }

    @Test
    void cutsLongTextsTogetherWithWhatBelongsToTheirWords() {
        for (TooLong tooLong : List.of(TooLong.KEEP_FIRST, TooLong.KEEP_LAST)) {
            ModelSignature signature = tagger(tooLong);
            List<Column> inputs = inputs("a b", "a b c d e");
            List<Column> targets =
                    targets(List.of(List.of("O", "O"), List.of("O", "O", "O", "NAME", "NAME")), true, true);
            Encoders.Encoded encoded = Encoders.fit(signature, inputs, targets).encode(signature, inputs, targets);
            boolean first = tooLong == TooLong.KEEP_FIRST;
            assertThat(encoded.inputs().get(0).row(1))
                    .containsExactly(first ? new float[] {2, 3, 4} : new float[] {4, 5, 6});
            assertThat(encoded.inputs().get(1).get(1, 0, 1)).isEqualTo(first ? 0 : 2);
            assertThat(encoded.targets().get(0).row(1))
                    .containsExactly(first ? new float[] {0, 0, 0} : new float[] {0, 1, 1});
            assertThat(encoded.inputs().get(0).row(0)).containsExactly(2, 3);
            Examples.of(signature, encoded.inputs(), encoded.targets());
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        ModelSignature signature = tagger(TooLong.REFUSE);
        List<Column> long4 = inputs("a b c d");
        List<Values> encoded = Encoders.fit(signature, long4, List.of())
                .encode(signature, long4, List.of())
                .inputs();
        assertThatThrownBy(() -> Examples.of(signature, encoded))
                .hasMessage("input words, example 0 has 4 steps, but the model is declared [time <= 3]");

        assertThatThrownBy(() -> encode(inputs("a", " "), targets(List.of(List.of("O"), List.of("O")), true, true)))
                .hasMessage("input words, example 1 has no token; a sequence needs at least one (empty = unknown in "
                        + "vocabulary Words takes such texts)");
        assertThatThrownBy(() -> encode(inputs("a b"), targets(List.of(List.of("O", "PLACE")), true)))
                .isInstanceOf(DataException.class)
                .hasMessage("output tags, example 0, step 1: \"PLACE\" is none of the labels Tags: O, NAME");
        assertThatThrownBy(() -> encode(inputs("a"), List.of(Column.labels(List.of("O")), Column.flags(List.of(true)))))
                .hasMessage(
                        "output tags is declared tags : label<Tags>[time <= 3], but one label per example is given");
        assertThatThrownBy(() -> encode(inputs("a"), List.of(Column.flags(List.of(true)), Column.flags(List.of(true)))))
                .hasMessageContaining("but yes and no are given");
        assertThatThrownBy(() -> encode(inputs("a"), List.of(Column.flags(List.of(true)))))
                .hasMessage("Tagger has 2 outputs, but truth is given for 1");
        assertThatThrownBy(() -> encode(inputs("a"), targets(List.of(List.of("O")), true, false)))
                .hasMessage("output polite has 2 examples, but the first input has 1");
    }

    @Test
    void refusesIdsThatNoVocabularyHas() {
        ModelSignature signature = tagger(TooLong.REFUSE);
        Values caps = Values.sequences(new float[][][] {{{0, 0}}});
        for (float wrong : new float[] {10, -1, 1.5f}) {
            assertThatThrownBy(() -> Examples.of(signature, List.of(Values.sequences(new float[][] {{wrong}}), caps)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("input words, example 0, step 0 is " + wrong + ", not one of the 10");
        }
        assertThatThrownBy(() -> Examples.of(
                        signature,
                        List.of(Values.sequences(new float[][] {{9}}), caps),
                        List.of(Values.sequences(new float[][] {{1}}), Values.number(1.5f))))
                .hasMessage("output polite, example 0 is 1.5, no probability");
    }

    private static void encode(List<Column> inputs, List<Column> targets) {
        ModelSignature signature = tagger(TooLong.REFUSE);
        new Encoders(Map.of("Words", Vocabulary.of(words(TooLong.REFUSE), List.of("a"))))
                .encode(signature, inputs, targets);
    }
}
