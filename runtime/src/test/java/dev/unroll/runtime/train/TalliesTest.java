package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.data.Scaler;
import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.text.EmptyText;
import dev.unroll.runtime.text.LabelSet;
import dev.unroll.runtime.text.Tokenizer;
import dev.unroll.runtime.text.TooLong;
import dev.unroll.runtime.text.VocabularySpec;
import dev.unroll.runtime.train.Metric.Average;
import dev.unroll.runtime.train.Metric.Unit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TalliesTest {
    private static final ModelSignature.Axis TIME = ModelSignature.Axis.free("time");
    private static final VocabularySpec CHARS =
            new VocabularySpec("Chars", Tokenizer.CHARACTERS, 4, 1, false, TooLong.REFUSE, EmptyText.REFUSE, List.of());

    private static ModelSignature.Port label(ModelSignature.Axis axis, String... labels) {
        return port(axis, labels.length, new ModelSignature.Content.Label(new LabelSet("L", List.of(labels))));
    }

    private static ModelSignature.Port port(ModelSignature.Axis axis, int width, ModelSignature.Content content) {
        return new ModelSignature.Port("y", axis, width, Scaling.none(), "", content);
    }

    private static OutputTally tally(ModelSignature.Port port, Loss loss, Metric... metrics) {
        return OutputTally.of(port, Scaler.identity(1), loss, List.of(metrics));
    }

    @Test
    void labelsPerExample() {
        OutputTally tally = tally(
                label(ModelSignature.Axis.none(), "a", "b", "c"),
                Loss.crossEntropy(0),
                Metric.topK(2),
                Metric.topK(9),
                Metric.F1);
        tally.add(Packing.equal(2, 7), new float[] {0, 1}, new float[] {0.5f, 0.25f, 0.25f, 0.5f, 0.25f, 0.25f});
        tally.add(Packing.equal(1, 7), new float[] {2}, new float[] {0.5f, 0.25f, 0.25f});
        assertThat(tally.value(Metric.ACCURACY)).isEqualTo(1 / 3.0);
        assertThat(tally.value(Metric.topK(2)))
                .as("of equal b and c, b is second")
                .isEqualTo(2 / 3.0);
        assertThat(tally.value(Metric.topK(9))).as("of three classes").isEqualTo(1);
        // a: precision 1/3, recall 1, f1 1/2; b and c: 0.
        assertThat(tally.value(Metric.F1)).isCloseTo(0.5 / 3, within(1e-15));
        assertThat(tally.value(Metric.precision(Average.MICRO))).isEqualTo(1 / 3.0);
        assertThat(tally.loss()).isCloseTo((1 + 2 + 2) * Math.log(2) / 3, within(1e-12));
        assertThatThrownBy(() -> tally.value(Metric.AUC)).hasMessage("output y : label<L> has no auc");
        tally.clear();
        assertThat(tally.loss()).isNaN();
    }

    /** Two sequences of 3 and 1 steps; time-major: step 0 of both, then the rest of the first. */
    @Test
    void spansAndEditsFollowTheSequences() {
        OutputTally tally = tally(
                label(TIME, "O", "B_X", "I_X"),
                Loss.crossEntropy(0),
                Metric.f1(Average.SPAN),
                Metric.EDIT_DISTANCE,
                Metric.editDistance(Unit.SEQUENCE));
        // Truth: B I O and B; predicted: B I I and B.
        tally.add(Packing.of(3, 1), new float[] {1, 1, 2, 0}, oneHot(3, 1, 1, 2, 2));
        assertThat(tally.value(Metric.f1(Average.SPAN))).isEqualTo(0.5);
        assertThat(tally.value(Metric.EDIT_DISTANCE)).isEqualTo(0.25);
        assertThat(tally.value(Metric.editDistance(Unit.SEQUENCE))).isEqualTo(0.5);
        assertThat(tally.value(Metric.ACCURACY)).isEqualTo(0.75);
        assertThat(tally.loss()).as("an impossible truth stays finite").isCloseTo(149 * Math.log(2) / 4, within(1e-9));
        assertThatThrownBy(() -> tally(label(TIME, "O", "X"), Loss.crossEntropy(0), Metric.f1(Average.SPAN)))
                .hasMessageContaining("\"X\" is none of them");
    }

    private static float[] oneHot(int classes, int... labels) {
        float[] rows = new float[classes * labels.length];
        for (int i = 0; i < labels.length; i++) {
            rows[i * classes + labels[i]] = 1;
        }
        return rows;
    }

    @Test
    void tokensHavePerplexity() {
        OutputTally tally =
                tally(port(TIME, 4, new ModelSignature.Content.Tokens(CHARS)), Loss.crossEntropy(0), Metric.PERPLEXITY);
        float[] uniform = {0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f};
        tally.add(Packing.equal(1, 2), new float[] {2, 3}, uniform);
        assertThat(tally.value(Metric.PERPLEXITY)).isCloseTo(4, within(1e-12));
        assertThat(tally.value(Metric.BITS_PER_CHARACTER)).isCloseTo(2, within(1e-12));
        assertThatThrownBy(() -> tally.value(Metric.EDIT_DISTANCE)).hasMessageContaining("not among the metrics");
    }

    @Test
    void probabilitiesHaveAPositiveClass() {
        OutputTally tally = tally(
                port(ModelSignature.Axis.none(), 1, new ModelSignature.Content.Probability()),
                Loss.binaryCrossEntropy(1));
        tally.add(Packing.equal(4, 1), new float[] {1, 1, 0, 0}, new float[] {0.75f, 0.25f, 0.5f, 0.75f});
        assertThat(tally.value(Metric.ACCURACY)).as("0.5 is no").isEqualTo(0.5);
        assertThat(tally.value(Metric.PRECISION)).isEqualTo(0.5);
        assertThat(tally.value(Metric.recall(Average.BINARY))).isEqualTo(0.5);
        assertThat(tally.value(Metric.F1)).isEqualTo(0.5);
        assertThat(tally.value(Metric.f1(Average.MACRO))).isEqualTo(0.5);
        assertThat(tally.value(Metric.AUC)).as("pairs: 1, 1/2, 0, 0 of 4").isEqualTo(1.5 / 4);
    }

    @Test
    void thePriorIsAConstantModel() {
        ModelSignature.Port port = label(TIME, "a", "b", "c");
        Metric[] metrics = {Metric.ACCURACY, Metric.topK(2), Metric.F1, Metric.EDIT_DISTANCE};
        Loss loss = Loss.crossEntropy(0.1, 1, 2, 3);
        ClassTally constant = (ClassTally) tally(port, loss, metrics);
        OutputTally rows = tally(port, loss, metrics);
        ClassPrior prior = new ClassPrior(new long[] {2, 7, 7});
        Random random = new Random(1);
        for (int batch = 0; batch < 5; batch++) {
            Packing packing = Packing.of(3, 1, 4);
            float[] truth = new float[8];
            float[] predicted = new float[24];
            for (int i = 0; i < 8; i++) {
                truth[i] = random.nextInt(3);
                for (int c = 0; c < 3; c++) {
                    predicted[3 * i + c] = (float) prior.probability(c);
                }
            }
            constant.addConstant(packing, truth, prior);
            rows.add(packing, truth, predicted);
        }
        for (Metric metric : metrics) {
            assertThat(constant.value(metric)).as(metric.toString()).isEqualTo(rows.value(metric));
        }
        assertThat(constant.loss()).isCloseTo(rows.loss(), within(1e-12));
        assertThat(prior.best()).isEqualTo(1);
    }

    @Test
    void refusesAMetricOrLossThatSuitsNoOutput() {
        assertThatThrownBy(() -> tally(label(TIME, "a", "b"), Loss.mse()))
                .hasMessage("loss mse does not fit output y : label<L>[time]");
        assertThatThrownBy(() -> tally(label(TIME, "a", "b"), Loss.crossEntropy(0, 1, 1, 1)))
                .hasMessageContaining("class_weights = [1.0, 1.0, 1.0]) does not fit");
        ModelSignature wave = ElmanProgram.forecast(4);
        assertThatThrownBy(() -> new Tallies(
                        wave,
                        Scalers.identity(wave),
                        TrainingSpec.loss(Loss.mse()).metrics(Metric.AUC).build()))
                .hasMessageContaining("metric auc makes no sense of any output of ");
    }
}
