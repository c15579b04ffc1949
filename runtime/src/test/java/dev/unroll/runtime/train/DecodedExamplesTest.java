package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.memory.Capacity;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.text.EmptyText;
import dev.unroll.runtime.text.Tokenizer;
import dev.unroll.runtime.text.TooLong;
import dev.unroll.runtime.text.VocabularySpec;
import dev.unroll.runtime.train.ModelSignature.Axis;
import dev.unroll.runtime.train.ModelSignature.Content;
import dev.unroll.runtime.train.ModelSignature.Decoder;
import dev.unroll.runtime.train.ModelSignature.Port;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Examples of a model whose output has lengths of its own and comes about token by token. */
class DecodedExamplesTest {
    private static final VocabularySpec WORDS =
            new VocabularySpec("V", Tokenizer.WHITESPACE, 9, 1, false, TooLong.REFUSE, EmptyText.REFUSE, List.of());

    private static final ModelSignature SIGNATURE = new ModelSignature(
                    "M",
                    "",
                    List.of(
                            new Port("x", Axis.free("src"), 2, Scaling.none(), ""),
                            new Port("k", Axis.none(), 1, Scaling.none(), "")),
                    List.of(new Port("y", Axis.free("tgt"), 9, Scaling.none(), "", Content.tokens(WORDS))),
                    List.of(),
                    "m.rnn",
                    "0".repeat(64))
            .decoding(new Decoder(0, List.of(), List.of(), List.of(), List.of()));

    private static Values x(int... lengths) {
        float[][][] rows = new float[lengths.length][][];
        for (int k = 0; k < lengths.length; k++) {
            rows[k] = new float[lengths[k]][2];
            for (int t = 0; t < lengths[k]; t++) {
                rows[k][t][0] = 100 * k + t;
            }
        }
        return Values.sequences(rows);
    }

    private static Examples examples() {
        Values y = Values.sequences(new float[][] {{5, 6, 7}, {8}, {2, 3}});
        return Examples.of(SIGNATURE, List.of(x(1, 4, 2), Values.numbers(new float[] {7, 8, 9})), List.of(y));
    }

    @Test
    void truthEndsWithTheBoundaryAndWhatIsReadBeginsWithIt() {
        Examples examples = examples();
        assertThat(examples.targets().get(0).steps(0)).isEqualTo(new float[][] {{5}, {6}, {7}, {0}});
        assertThat(examples.inputs()).hasSize(3);
        assertThat(examples.inputs().get(2).steps(0)).isEqualTo(new float[][] {{0}, {5}, {6}, {7}});
        assertThat(examples.inputs().get(2).steps(1)).isEqualTo(new float[][] {{0}, {8}});
        assertThat(examples.length(0, 1)).isEqualTo(4);
        assertThat(examples.length(1, 1)).isEqualTo(2);
        assertThat(SIGNATURE.axes()).containsExactly("src", "tgt");
        assertThat(SIGNATURE.inputAxes()).containsExactly("src");
    }

    @Test
    void theBoundaryIsNoToken() {
        List<Values> inputs = List.of(x(1), Values.numbers(new float[] {7}));
        Values y = Values.sequences(new float[][] {{5, 0}});
        assertThatThrownBy(() -> Examples.of(SIGNATURE, inputs, List.of(y)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("output y, example 0, step 1")
                .hasMessageContaining("boundary");
    }

    /** Without truth there is nothing along the output's axis, and encoding needs nothing of it. */
    @Test
    void inputsAloneHaveTheInputsAxes() {
        Examples inputs = Examples.of(SIGNATURE, List.of(x(3, 1), Values.numbers(new float[] {7, 8})));
        assertThat(inputs.axes()).isEqualTo(1);
        assertThat(inputs.inputs()).hasSize(2);
    }

    /** Both axes have orders of their own; every number is where the packing of its axis says. */
    @Test
    void batchesAreInTheOrderOfEachAxis() {
        Examples examples = examples();
        BatchFeed feed = new BatchFeed(examples, BatchBounds.of(examples, new Batch.Examples(3)));
        feed.choose(new int[] {2, 0, 1}, 0, 3);
        Packing source = feed.packings().axis(0);
        Packing target = feed.packing(0);
        assertThat(source.source(0)).as("example 1 has the longest input").isEqualTo(2);
        assertThat(target.source(0)).as("example 0 has the longest output").isEqualTo(1);
        float[] truth = feed.packTarget(0);
        assertThat(List.of(truth[0], truth[1], truth[2])).containsExactly(5f, 2f, 8f);
        assertThat(truth[target.offset(3)]).as("the end of the longest").isZero();
    }

    @Test
    void boundsAreOfEachAxis() {
        Capacity two = BatchBounds.of(examples(), new Batch.Examples(2));
        assertThat(List.of(two.batch(), two.tokens(0), two.tokens(1), two.steps(0), two.steps(1)))
                .containsExactly(2, 6, 7, 4, 4);
        Capacity bySource = BatchBounds.of(examples(), new Batch.Tokens(4, Optional.of("x")));
        assertThat(List.of(bySource.batch(), bySource.tokens(0), bySource.tokens(1)))
                .containsExactly(2, 4, 7);
        Capacity byTarget = BatchBounds.of(examples(), new Batch.Tokens(5, Optional.of("y")));
        assertThat(List.of(byTarget.batch(), byTarget.tokens(0), byTarget.tokens(1)))
                .containsExactly(2, 6, 5);
        BatchOrder order = new BatchOrder(examples(), new Batch.Tokens(5, Optional.of("y")), 1);
        int batches = order.begin(1);
        for (int b = 0; b < batches; b++) {
            int tokens = 0;
            for (int k = 0; k < order.count(b); k++) {
                tokens += examples().length(1, order.order()[order.from(b) + k]);
            }
            assertThat(tokens).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void cuttingNeedsOneAxis() {
        Examples examples = examples();
        Stretches stretches = Stretches.of(
                Examples.of(SIGNATURE, List.of(x(3), Values.numbers(new float[] {7}))), Optional.empty(), 2, 1);
        assertThatThrownBy(() -> examples.stretches(stretches))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("several axes");
    }
}
