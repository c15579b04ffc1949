package dev.unroll.runtime.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.text.EmptyText;
import dev.unroll.runtime.text.LabelSet;
import dev.unroll.runtime.text.Tokenizer;
import dev.unroll.runtime.text.TooLong;
import dev.unroll.runtime.text.VocabularySpec;
import dev.unroll.runtime.train.ElmanProgram;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.ModelSignature.Axis;
import dev.unroll.runtime.train.ModelSignature.Content;
import dev.unroll.runtime.train.ModelSignature.Port;
import dev.unroll.runtime.train.TrainRun;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class RandomBatchTest {
    private static final int TOKENS = 50;
    private static final int STEPS = 10;

    @Test
    void idsAreThoseOfTheVocabularyWithoutThePadding() {
        VocabularySpec words =
                new VocabularySpec("Words", Tokenizer.WORDS, 4, 1, false, TooLong.REFUSE, EmptyText.REFUSE, List.of());
        RandomBatch data = new RandomBatch(1);
        Set<Double> seen = filled(data, Content.tokens(words), Content.numbers(), true);
        assertThat(seen).containsExactlyInAnyOrder(1.0, 2.0, 3.0);
        assertThat(data.ids()).containsExactly(1, 2, 3);
    }

    @Test
    void labelsAreIndices() {
        LabelSet tags = new LabelSet("Tags", List.of("A", "B", "C"));
        assertThat(filled(new RandomBatch(1), Content.numbers(), Content.label(tags), false))
                .containsExactlyInAnyOrder(0.0, 1.0, 2.0);
    }

    @Test
    void whatHoldsIsOneOrZero() {
        assertThat(filled(new RandomBatch(1), Content.numbers(), Content.probability(), false))
                .containsExactlyInAnyOrder(0.0, 1.0);
    }

    /** The distinct numbers of a random input or target. */
    private static Set<Double> filled(RandomBatch data, Content input, Content output, boolean ofInput) {
        try (Device device = Nd4jDevice.create(DataType.DOUBLE);
                ElmanProgram program =
                        new ElmanProgram(device, ElmanProgram.signature(Axis.free("time"), true, 1, Scaling.none()));
                TrainRun run = program.trainRun(STEPS, TOKENS, STEPS)) {
            int[] lengths = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5};
            run.pack(Packing.of(lengths));
            ModelSignature plain = program.signature();
            data.fill(
                    new ModelSignature(
                            plain.model(),
                            plain.doc(),
                            List.of(with(plain.inputs().get(0), input)),
                            List.of(with(plain.outputs().get(0), output)),
                            plain.hyperParameters(),
                            plain.file(),
                            plain.digest()),
                    run);
            return distinct(ofInput ? run.input(0) : run.target(0));
        }
    }

    private static Port with(Port port, Content content) {
        return new Port(port.name(), port.axis(), port.width(), port.scaling(), port.doc(), content);
    }

    private static Set<Double> distinct(Matrix matrix) {
        Set<Double> seen = new HashSet<>();
        for (int r = 0; r < matrix.rows(); r++) {
            for (int c = 0; c < matrix.cols(); c++) {
                seen.add(matrix.getDouble(r, c));
            }
        }
        return seen;
    }
}
