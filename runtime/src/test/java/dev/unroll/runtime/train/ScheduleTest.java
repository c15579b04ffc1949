package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rates of a training of 10 epochs with 20 steps each. */
class ScheduleTest {
    private static final int EPOCHS = 10;
    private static final int STEPS = 20;

    private static double rate(Schedule schedule, int step) {
        return schedule.rate(new Moment(EPOCHS).at(step, STEPS, (double) step / STEPS, 0));
    }

    @Test
    void stepsFallByAFactor() {
        Schedule schedule = new Schedule.Step(0.8, 0.5, Duration.epochs(2));
        assertThat(rate(schedule, 0)).isEqualTo(0.8);
        assertThat(rate(schedule, 39)).isEqualTo(0.8);
        assertThat(rate(schedule, 40)).isEqualTo(0.4);
        assertThat(rate(schedule, 120)).isEqualTo(0.1);
    }

    @Test
    void exponentialsFallAtEveryStep() {
        Schedule schedule = new Schedule.Exponential(0.8, 0.5, Duration.epochs(1));
        assertThat(rate(schedule, 20)).isCloseTo(0.4, within(1e-15));
        assertThat(rate(schedule, 10)).isCloseTo(0.8 * Math.sqrt(0.5), within(1e-15));
        assertThat(rate(new Schedule.Exponential(0.8, 0.5, Duration.steps(1)), 3))
                .isCloseTo(0.1, within(1e-15));
    }

    @Test
    void linesAndCosinesReachTheirEndAndStay() {
        Schedule line = new Schedule.Linear(1, 0.2, Optional.of(Duration.steps(100)));
        assertThat(rate(line, 25)).isCloseTo(0.8, within(1e-15));
        assertThat(rate(line, 150)).isCloseTo(0.2, within(1e-15));
        Schedule cosine = new Schedule.Cosine(1, 0.2, Optional.empty());
        assertThat(rate(cosine, 0)).isEqualTo(1);
        assertThat(rate(cosine, 100)).isCloseTo(0.6, within(1e-15));
        assertThat(rate(cosine, 50)).isCloseTo(0.2 + 0.8 * (1 + Math.sqrt(0.5)) / 2, within(1e-15));
        assertThat(rate(cosine, 200)).isCloseTo(0.2, within(1e-15));
    }

    @Test
    void inverseSigmoidsFallAsInThePaper() {
        Schedule schedule = new Schedule.InverseSigmoid(10, Duration.steps(1));
        assertThat(rate(schedule, 0)).isCloseTo(10.0 / 11, within(1e-15)).isEqualTo(schedule.first());
        assertThat(rate(schedule, 20)).isCloseTo(10 / (10 + Math.exp(2)), within(1e-15));
        assertThat(rate(schedule, 100_000)).isZero();
        assertThat(rate(new Schedule.InverseSigmoid(10, Duration.epochs(1)), 40))
                .isCloseTo(10 / (10 + Math.exp(0.2)), within(1e-15));
        assertThatThrownBy(() -> new Schedule.InverseSigmoid(0.9, Duration.epochs(1)))
                .hasMessage("k must be at least 1, not 0.9");
    }

    @Test
    void warmUpsReachThePeakWithTheirLastStep() {
        Schedule schedule = new Schedule.WarmupCosine(1, Duration.steps(10), 0, Optional.empty());
        assertThat(rate(schedule, 0)).isCloseTo(0.1, within(1e-15));
        assertThat(rate(schedule, 9)).isCloseTo(1, within(1e-15));
        assertThat(rate(schedule, 10)).isCloseTo(1, within(1e-15));
        assertThat(rate(schedule, 105)).as("half of the other 190").isCloseTo(0.5, within(1e-12));
        assertThat(rate(schedule, 200)).isCloseTo(0, within(1e-15));
        Schedule byEpochs = new Schedule.WarmupCosine(1, Duration.epochs(1), 0, Optional.of(Duration.steps(100)));
        assertThat(rate(byEpochs, 9)).isCloseTo(0.5, within(1e-15));
        assertThat(rate(byEpochs, 60)).isGreaterThan(0.1).isLessThan(1);
    }

    @Test
    void plateausReduceDownToTheEnd() {
        Schedule schedule = new Schedule.ReduceOnPlateau(1, 0.1, 2, 0, 0.05, Watch.trainingLoss());
        assertThat(schedule.rate(new Moment(EPOCHS).at(0, STEPS, 0, 0))).isEqualTo(1);
        assertThat(schedule.rate(new Moment(EPOCHS).at(0, STEPS, 0, 1))).isEqualTo(0.1);
        assertThat(schedule.rate(new Moment(EPOCHS).at(0, STEPS, 0, 2))).isEqualTo(0.05);
    }

    @Test
    void improvementsAreCounted() {
        Improvement falling = new Improvement(Watch.validationLoss(), 0.1);
        assertThat(falling.add(Double.NaN)).isFalse();
        assertThat(falling.add(1)).isTrue();
        assertThat(falling.add(0.95)).isFalse();
        assertThat(falling.add(Double.NaN)).isFalse();
        assertThat(falling.since()).isEqualTo(2);
        assertThat(falling.add(0.5)).isTrue();
        Improvement rising = new Improvement(Watch.validation(Metric.ACCURACY), 0);
        rising.add(0.5);
        assertThat(rising.add(0.6)).isTrue();
        assertThat(rising.add(0.6)).isFalse();
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new Schedule.Step(0.1, 2, Duration.epochs(1)))
                .hasMessage("factor must be above 0 and below 1, not 2.0");
        assertThatThrownBy(() -> Duration.steps(0)).hasMessage("a duration is at least 1, not 0");
        assertThatThrownBy(() -> new Watch(Watch.Part.TRAINING, Optional.of(Metric.MAE)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StopWhen(Watch.trainingLoss(), 1, 0, true))
                .hasMessageContaining("the best weights are known by the validation part only");
        assertThatThrownBy(() -> TrainingSpec.loss(Loss.mse())
                        .stopWhen(StopWhen.noImprovement(3))
                        .build())
                .hasMessage("stopWhen looks at validation.loss, and no split holds examples out for validation");
        assertThatThrownBy(() -> TrainingSpec.loss(Loss.mse())
                        .optimizer(new Optimizer.AdamW(0.1, 0.9, 0.99, 1e-8))
                        .build())
                .hasMessage("adamw without a weight decay is adam: give one");
    }
}
