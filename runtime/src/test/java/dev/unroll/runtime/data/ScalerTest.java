package dev.unroll.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScalerTest {
    private static final float[] ROWS = {0, 100, 5, 300, 10, 200};

    @Test
    void minmaxBringsEachFeatureIntoItsRange() {
        Scaler scaler = Scaler.fit(Scaling.minmax(-1, 1), 2, ROWS);
        assertThat(scaler.scale(ROWS)).containsExactly(-1, -1, 0, 1, 1, 0);
    }

    @Test
    void standardGivesMeanZeroAndDeviationOne() {
        float[] scaled = Scaler.fit(Scaling.standard(), 2, ROWS).scale(ROWS);
        double root = Math.sqrt(1.5);
        assertThat(scaled[0]).isCloseTo((float) -root, within(1e-6f));
        assertThat(scaled[2]).isZero();
        assertThat(scaled[3]).isCloseTo((float) root, within(1e-6f));
    }

    @Test
    void restoresWhatItScaled() {
        for (Scaling scaling : List.of(Scaling.minmax(0, 1), Scaling.standard(), Scaling.none())) {
            Scaler scaler = Scaler.fit(scaling, 2, ROWS);
            float[] copy = scaler.scale(ROWS);
            scaler.restore(copy, copy.length);
            for (int i = 0; i < copy.length; i++) {
                assertThat(copy[i]).as(scaling.toString()).isCloseTo(ROWS[i], within(1e-4f));
            }
        }
    }

    @Test
    void aConstantFeatureIsOnlyMoved() {
        Scaler minmax = Scaler.fit(Scaling.minmax(0, 1), 1, new float[] {7, 7, 7});
        assertThat(minmax.scale(0, 7)).isZero();
        assertThat(minmax.restore(0, 0)).isEqualTo(7);
        assertThat(Scaler.fit(Scaling.standard(), 1, new float[] {7, 7}).scale(0, 8))
                .isEqualTo(1);
    }

    @Test
    void joinedRowsUseTheFeaturesFiguresInTurn() {
        Scaler scaler = Scaler.fit(Scaling.minmax(0, 1), 2, ROWS);
        Values joined = Values.vectors(new float[][] {{10, 300, 0, 100}}).scaled(scaler);
        assertThat(joined.row(0)).containsExactly(1, 1, 0, 0);
    }

    @Test
    void refusesFiguresThatCannotBeUndone() {
        assertThatThrownBy(() -> Scaler.of(new double[] {0}, new double[] {0}, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scaler.of(new double[] {0}, new double[] {1, 2}, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scaler.fit(Scaling.minmax(0, 1), 1, new float[0]))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> Scaling.minmax(1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void windowsShareRowsThatCountOnce() {
        Series series = Series.of(1, 2, 3, 4, 5, 6);
        Values windows = Values.windows(series, 3, 1, 2);
        Values targets = Values.following(series, 3, 1, 2, 1);
        assertThat(Values.distinctRows(1, List.of(windows))).containsExactly(1, 2, 3, 4);
        assertThat(Values.distinctRows(1, List.of(windows, targets))).containsExactly(1, 2, 3, 4, 5);
        assertThat(Values.distinctRows(1, List.of(windows.slice(2, 3), targets.slice(2, 3))))
                .containsExactly(3, 4, 5);
    }
}
