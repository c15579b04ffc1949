package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Values;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final ModelSignature.Port NEXT =
            ElmanProgram.forecast(4).outputs().get(0);

    /** Known rows 1 2 3 4 and 2 3 4 8; then came 8 and 0; the model said 6 and 2. */
    private static final Forecast FORECAST = new Forecast(
            NEXT,
            Values.numbers(new float[] {8, 0}),
            Values.numbers(new float[] {6, 2}),
            Optional.of(Values.sequences(new float[][] {{1, 2, 3, 4}, {2, 3, 4, 8}})));

    @Test
    void metricsFollowTheirEquations() {
        assertThat(FORECAST.error(Metric.MAE)).isEqualTo(2);
        assertThat(FORECAST.error(Metric.MSE)).isEqualTo(4);
        assertThat(FORECAST.error(Metric.RMSE)).isEqualTo(2);
        assertThat(FORECAST.error(Metric.MAPE)).as("the truth 0 does not count").isEqualTo(25);
    }

    @Test
    void baselinesLookBack() {
        assertThat(FORECAST.error(Metric.MAE, Baseline.lastValue())).isEqualTo((4 + 8) / 2.0);
        assertThat(FORECAST.error(Metric.MAE, Baseline.seasonal(3))).isEqualTo((6 + 3) / 2.0);
        assertThatThrownBy(() -> FORECAST.error(Metric.MAE, Baseline.seasonal(5)))
                .isInstanceOf(DataException.class)
                .hasMessage("baseline 5 rows ago looks back 5 rows, but windows have only 4");
    }

    @Test
    void baselinesRepeatOverLongHorizons() {
        assertThat(Baseline.lastValue().row(10, 0)).isEqualTo(9);
        assertThat(Baseline.lastValue().row(10, 3)).isEqualTo(9);
        assertThat(Baseline.seasonal(7).row(10, 0)).isEqualTo(3);
        assertThat(Baseline.seasonal(7).row(10, 6)).isEqualTo(9);
        assertThat(Baseline.seasonal(7).row(10, 7)).isEqualTo(3);
    }

    @Test
    void comparesInATable() {
        Comparison comparison = new Evaluation("validation", 2, 0, List.of(FORECAST))
                .compare(Baseline.lastValue().named("yesterday"), Baseline.seasonal(2));
        assertThat(comparison.modelIsBest()).isTrue();
        assertThat(comparison.gain(comparison.rows().get(1))).isCloseTo(100 * 4 / 6.0, within(1e-9));
        assertThat(comparison.toString().lines())
                .containsExactly(
                        "validation            MAE           RMSE      MAPE",
                        "model               2.000          2.000    25.00%",
                        "yesterday           6.000          6.325    50.00%   model is 66.7% better",
                        "2 rows ago          4.500          4.528    62.50%   model is 55.6% better");
    }

    @Test
    void figuresReadWell() {
        assertThat(Figures.of(1234.5)).isEqualTo("1,235");
        assertThat(Figures.of(0.0012345)).isEqualTo("0.001235");
        assertThat(Figures.of(12.3456)).isEqualTo("12.35");
        assertThat(Figures.of(1.23456e-7)).isEqualTo("1.235e-07");
        assertThat(Figures.of(Double.NaN)).isEqualTo("NaN");
        assertThat(Figures.of(0)).isEqualTo("0");
    }
}
