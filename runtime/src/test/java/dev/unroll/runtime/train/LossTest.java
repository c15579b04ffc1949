package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LossTest {
    @Test
    void lossesOfNumbersFollowTheirEquations() {
        assertThat(Loss.mse().of(-3)).isEqualTo(9);
        assertThat(Loss.mae().of(-3)).isEqualTo(3);
        assertThat(Loss.huber(2).of(-1)).isEqualTo(0.5);
        assertThat(Loss.huber(2).of(-3)).isEqualTo(2 * (3 - 1));
        assertThatThrownBy(() -> Loss.crossEntropy(0).of(1)).hasMessage("cross_entropy is no loss of numbers");
    }

    @Test
    void binaryCrossEntropyWeighsTrueRows() {
        Loss.BinaryCrossEntropy loss = new Loss.BinaryCrossEntropy(3);
        assertThat(loss.of(true, 0.25)).isCloseTo(3 * 1.3862943611198906, within(1e-12));
        assertThat(loss.of(false, 0.25)).isCloseTo(0.2876820724517809, within(1e-12));
        assertThat(loss.of(false, 1)).as("finite").isCloseTo(25 * Math.log(2), within(1e-12));
        assertThat(loss.of(true, 0)).as("finite").isCloseTo(3 * 149 * Math.log(2), within(1e-9));
    }

    @Test
    void crossEntropySmoothsAndWeighs() {
        float[] p = {9, 0.5f, 0.25f, 0.25f};
        assertThat(new Loss.CrossEntropy(0, java.util.List.of()).of(1, p, 1, 3))
                .isCloseTo(2 * Math.log(2), within(1e-12));
        // -(0.7 log 1/4 + 0.1 (log 1/2 + 2 log 1/4)) = (1.4 + 0.5) log 2
        assertThat(((Loss.CrossEntropy) Loss.crossEntropy(0.3, 1, 2, 1)).of(1, p, 1, 3))
                .isCloseTo(2 * 1.9 * Math.log(2), within(1e-12));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> Loss.huber(0)).hasMessage("huber's delta must be above 0, not 0.0");
        assertThatThrownBy(() -> Loss.crossEntropy(1))
                .hasMessageContaining("label_smoothing must be from 0 to below 1");
        assertThatThrownBy(() -> Loss.crossEntropy(0, -1)).hasMessageContaining("class weights must be 0 or above");
        assertThatThrownBy(() -> Loss.binaryCrossEntropy(-1)).hasMessageContaining("positive_weight must be above 0");
    }

    @Test
    void printsLikeTheLanguage() {
        assertThat(Loss.huber(1.5)).hasToString("huber(1.5)");
        assertThat(Loss.crossEntropy(0)).hasToString("cross_entropy");
        assertThat(Loss.crossEntropy(0.1, 1, 2))
                .hasToString("cross_entropy(label_smoothing = 0.1, class_weights = [1.0, 2.0])");
        assertThat(Loss.binaryCrossEntropy(2)).hasToString("binary_crossentropy(positive_weight = 2.0)");
    }
}
