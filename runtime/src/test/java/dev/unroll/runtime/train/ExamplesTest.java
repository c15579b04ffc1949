package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.train.ModelSignature.Axis;
import dev.unroll.runtime.train.ModelSignature.Port;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExamplesTest {
    private static final ModelSignature FORECAST = ElmanProgram.forecast(3);

    @Test
    void cutsWindowsAndWhatFollows() {
        Examples examples = windows(FORECAST, 3, 2, 1, Series.of(0, 1, 2, 3, 4, 5, 6, 7));
        assertThat(examples.size()).isEqualTo(3);
        assertThat(examples.inputs().get(0).rows()).isDeepEqualTo(new float[][] {{0, 1, 2}, {2, 3, 4}, {4, 5, 6}});
        assertThat(examples.targets().get(0).numbers()).containsExactly(3, 5, 7);
        assertThat(examples.length(2)).isEqualTo(3);
    }

    @Test
    void joinsSeveralTargetRows() {
        ModelSignature three = signature(Axis.fixed("time", 2), Axis.none(), 1, 3);
        Examples examples = windows(three, 2, 1, 3, Series.of(0, 1, 2, 3, 4, 5));
        assertThat(examples.targets().get(0).rows()).isDeepEqualTo(new float[][] {{2, 3, 4}, {3, 4, 5}});
    }

    @Test
    void joinsRowsOfSeveralColumns() {
        ModelSignature two = signature(Axis.fixed("time", 1), Axis.none(), 2, 4);
        Examples examples = windows(two, 1, 1, 2, Series.of(new float[][] {{1, 2}, {3, 4}, {5, 6}, {7, 8}}));
        assertThat(examples.inputs().get(0).allSteps()).isDeepEqualTo(new float[][][] {{{1, 2}}, {{3, 4}}});
        assertThat(examples.targets().get(0).rows()).isDeepEqualTo(new float[][] {{3, 4, 5, 6}, {5, 6, 7, 8}});
    }

    @Test
    void countsTheWindowsOfTheChapter() {
        assertThat(windows(ElmanProgram.forecast(60), 60, 1, 1, Series.of(new float[1000]))
                        .size())
                .isEqualTo(940);
        Split split = Split.chronological(0.8, 0.2);
        assertThat(split.trainingExamples(940)).isEqualTo(752);
        assertThat(split.validationExamples(940)).isEqualTo(188);
        assertThat(Split.chronological(0.29, 0.5).trainingExamples(100)).isEqualTo(29);
        assertThat(Split.chronological(0.5, 0.25).validationExamples(10)).isEqualTo(2);
    }

    @Test
    void takesTheLastPossibleWindowAndNoMore() {
        assertThat(windows(FORECAST, 3, 1, 1, Series.of(1, 2, 3, 4)).size()).isEqualTo(1);
        assertThatThrownBy(() -> windows(FORECAST, 3, 1, 1, Series.of(1, 2, 3)))
                .isInstanceOf(DataException.class)
                .hasMessage("the series has 3 rows; one window of 3 and its target of 1 need 4");
    }

    @Test
    void fitsScalersOnTrainingWindowsAndTheirTargetsOnly() {
        Examples all = windows(FORECAST, 3, 1, 1, Series.of(0, 1, 2, 3, 10, 20, 1000));
        Scalers scalers = Scalers.fit(all.slice(0, 2));
        assertThat(scalers.inputs().get(0).scale(0, 10)).isEqualTo(1);
        assertThat(scalers.outputs().get(0)).isEqualTo(scalers.inputs().get(0));
    }

    @Test
    void refusesWrongLengths() {
        refused(
                FORECAST,
                new float[][] {{1, 2, 3}, {1, 2}},
                "input wave, example 1 has 2 steps, but the model is declared [time = 3]");
        ModelSignature bounded = signature(Axis.bounded("time", 2), Axis.none(), 1, 1);
        refused(
                bounded,
                new float[][] {{1}, {1, 2, 3}},
                "input wave, example 1 has 3 steps, but the model is declared [time <= 2]");
        ModelSignature free = signature(Axis.free("time"), Axis.none(), 1, 1);
        refused(free, new float[][] {{1}, {}}, "input wave, example 1 has no step; a sequence needs at least one");
    }

    @Test
    void refusesMissingValues() {
        refused(
                FORECAST,
                new float[][] {{1, Float.NaN, 3}},
                "input wave, example 0, step 1, feature 0 is NaN: missing values must be filled or dropped first");
    }

    @Test
    void refusesWrongWidths() {
        assertThatThrownBy(
                        () -> Examples.of(FORECAST, List.of(Values.sequence(new float[][] {{1, 2}, {1, 2}, {1, 2}}))))
                .isInstanceOf(DataException.class)
                .hasMessage("input wave: rows have 2 numbers, but it is declared wave : float[time = 3, 1] with 1");
        assertThatThrownBy(() -> Examples.of(FORECAST, List.of(Values.numbers(new float[] {1}))))
                .hasMessageContaining("one row is given");
        assertThatThrownBy(() -> windows(FORECAST, 3, 1, 1, Series.of(List.of("a", "b"), new float[9][2])))
                .hasMessage("input wave is declared wave : float[time = 3, 1], but the series has columns a, b");
    }

    @Test
    void refusesTruthThatDoesNotMatch() {
        Values inputs = Values.sequences(new float[][] {{1, 2, 3}, {4, 5, 6}});
        assertThatThrownBy(() -> Examples.of(FORECAST, List.of(inputs), List.of(Values.numbers(new float[] {1}))))
                .hasMessage("output next has 1 examples, but the first input has 2");
        assertThatThrownBy(() -> Examples.of(FORECAST, List.of(inputs), List.of()))
                .hasMessageContaining("has 1 outputs");
        assertThatThrownBy(() -> Examples.of(FORECAST, List.of(inputs, inputs)))
                .hasMessage("Wave has 1 inputs, but 2 are given");
        ModelSignature perStep = signature(Axis.free("time"), Axis.free("time"), 1, 1);
        assertThatThrownBy(() -> Examples.of(
                        perStep, List.of(inputs), List.of(Values.sequences(new float[][] {{1, 2, 3}, {4, 5}}))))
                .hasMessage("example 1: next has 2 steps, but wave has 3");
    }

    @Test
    void refusesWindowsThatDoNotFillTheOutput() {
        assertThatThrownBy(() -> windows(FORECAST, 3, 1, 2, Series.of(new float[9])))
                .hasMessage("output next : float[1] does not hold 2 rows of wave, 2 numbers");
    }

    private static Examples windows(ModelSignature signature, int length, int step, int target, Series series) {
        return Examples.windows(signature, new TrainingSpec.Window("wave", length, step, target), List.of(series));
    }

    private static void refused(ModelSignature signature, float[][] wave, String message) {
        assertThatThrownBy(() -> Examples.of(signature, List.of(Values.sequences(wave))))
                .isInstanceOf(DataException.class)
                .hasMessage(message);
    }

    private static ModelSignature signature(Axis in, Axis out, int width, int outWidth) {
        return new ModelSignature(
                "Wave",
                "",
                List.of(new Port("wave", in, width, Scaling.minmax(0, 1), "")),
                List.of(new Port("next", out, outWidth, Scaling.like("wave"), "")),
                List.of(),
                "wave.rnn",
                "");
    }
}
