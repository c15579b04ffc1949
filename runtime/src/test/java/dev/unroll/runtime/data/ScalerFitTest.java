package dev.unroll.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScalerFitTest {
    @Test
    void portionsGiveTheFiguresOfTheWhole() {
        Random random = new Random(5);
        float[] rows = new float[2 * 999];
        for (int i = 0; i < rows.length; i++) {
            // Far from 0, where sums of squares lose their digits.
            rows[i] = 10_000 + (i % 2 == 0 ? 1 : 50) * (float) random.nextGaussian();
        }
        ScalerFit standard = new ScalerFit(Scaling.standard(), 2);
        ScalerFit minmax = new ScalerFit(Scaling.minmax(-1, 1), 2);
        for (int from = 0; from < rows.length; from += 2 * 37) {
            float[] portion = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + 2 * 37));
            standard.add(portion);
            minmax.add(portion);
        }
        Scaler whole = Scaler.fit(Scaling.standard(), 2, rows);
        assertThat(minmax.scaler()).isEqualTo(Scaler.fit(Scaling.minmax(-1, 1), 2, rows));
        for (int f = 0; f < 2; f++) {
            double mean = 0;
            for (int i = f; i < rows.length; i += 2) {
                mean += rows[i] / 999.0;
            }
            assertThat(standard.scaler().origin()[f]).isCloseTo(mean, within(1e-8));
            assertThat(standard.scaler().factor()[f] / whole.factor()[f]).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void withoutARowNothingIsFitted() {
        assertThatThrownBy(() -> new ScalerFit(Scaling.standard(), 1).scaler())
                .isInstanceOf(DataException.class)
                .hasMessage("no row to fit scaling standard on");
        assertThatThrownBy(() -> new ScalerFit(Scaling.like("x"), 1)).hasMessage("scaling like x is not fitted");
    }
}
