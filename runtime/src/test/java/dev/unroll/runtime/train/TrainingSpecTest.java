package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingSpecTest {
    @Test
    void hasDefaults() {
        TrainingSpec spec = TrainingSpec.loss(Loss.mse()).build();
        assertThat(spec.batch()).isEqualTo(new Batch.Examples(32));
        assertThat(spec.epochs()).isEqualTo(10);
        assertThat(spec.optimizer()).isEqualTo(Optimizer.adam(0.001));
        assertThat(spec.clip()).isEmpty();
        assertThat(spec.window()).isEmpty();
    }

    @Test
    void builderKeepsEverything() {
        TrainingSpec spec = TrainingSpec.loss(Loss.huber(2))
                .window("x", 5, 2, 1)
                .chronological(0.7, 0.2)
                .metrics(Metric.MAPE)
                .optimizer(new Optimizer.Sgd(0.1, 0.9, true))
                .clip(Clip.value(0.5))
                .batch(4)
                .epochs(3)
                .seed(9)
                .build();
        assertThat(spec.toBuilder().build()).isEqualTo(spec);
        assertThat(spec.withEpochs(7).toBuilder().epochs(3).build()).isEqualTo(spec);
        assertThat(spec.withSeed(1).seed()).isEqualTo(1);
    }

    @Test
    void refusesNonsense() {
        TrainingSpec.Builder builder = TrainingSpec.loss(Loss.mse());
        assertThatThrownBy(() -> builder.batch(0).build()).hasMessage("batch must be at least 1, not 0");
        assertThatThrownBy(() -> Split.chronological(0.9, 0.2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrainingSpec.Window("x", 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Clip.norm(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Optimizer.adam(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Optimizer.Sgd(0.1, 0, true)).hasMessage("nesterov needs a momentum");
        assertThatThrownBy(() -> Loss.huber(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lossesFollowTheirEquations() {
        assertThat(Loss.mse().of(-3)).isEqualTo(9);
        assertThat(Loss.mae().of(-3)).isEqualTo(3);
        assertThat(Loss.huber(2).of(-1)).isEqualTo(0.5);
        assertThat(Loss.huber(2).of(-3)).isEqualTo(4);
        assertThat(Loss.huber(2)).hasToString("huber(2.0)");
    }

    @Test
    void teacherForcingIsAProbability() {
        TrainingSpec.Builder spec = TrainingSpec.loss(Loss.mse());
        assertThat(spec.teacherForcing(0.5).build().toBuilder().build().teacherForcing())
                .contains(Schedule.constant(0.5));
        spec.teacherForcing(1.5);
        assertThatThrownBy(spec::build).hasMessage("teacher forcing is a probability, at most 1, not 1.5");
        spec.teacherForcing(new Schedule.Linear(0.5, 1.5, Optional.empty()));
        assertThatThrownBy(spec::build).hasMessageContaining("at most 1, not schedule.linear(from = 0.5, to = 1.5)");
        spec.teacherForcing(new Schedule.WarmupCosine(1, Duration.steps(3), 0, Optional.empty()));
        assertThatThrownBy(spec::build).hasMessageStartingWith("teacher forcing cannot follow schedule.warmup_cosine");
    }
}
