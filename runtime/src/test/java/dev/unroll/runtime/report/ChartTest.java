package dev.unroll.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChartTest {
    @Test
    void ticksAreRoundAndCoverTheValues() {
        assertThat(Ticks.over(0.3, 9.7, 5)).isEqualTo(new Ticks(0, 10, 2));
        assertThat(Ticks.over(0, 10, 5).values()).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0);
        Ticks flat = Ticks.over(7, 7, 5);
        assertThat(flat.low()).isLessThan(7);
        assertThat(flat.high()).isGreaterThan(7);
        assertThat(Ticks.over(0.001, 0.0024, 5).label(0.0015)).isEqualTo("0.0015");
        assertThat(Ticks.over(8000, 12000, 5).label(9000)).isEqualTo("9,000");
    }

    @Test
    void drawsEveryLineInside() {
        String svg = new Chart("a <title>", "x", 1)
                .line("truth & more", new double[] {1, 2, Double.NaN, 4})
                .svg();
        assertThat(svg).contains("a &lt;title&gt;").contains("truth &amp; more").contains("<path class=\"l0\" d=\"M");
        assertThat(svg.split("M", -1)).as("the gap starts a new stretch").hasSize(3);
        assertThat(svg).doesNotContain("NaN");
    }

    @Test
    void powersOfTenLieAtEqualDistances() {
        assertThat(Ticks.overPowers(-4.4, -0.5)).isEqualTo(new Ticks(-5, 0, 1));
        assertThat(Ticks.overPowers(2, 2)).isEqualTo(new Ticks(2, 3, 1));
        assertThat(Ticks.powerLabel(-3)).isEqualTo("0.001");
        assertThat(Ticks.powerLabel(-5)).isEqualTo("1e-5");
        assertThat(Ticks.powerLabel(3)).isEqualTo("1,000");
        String svg = new Chart("t", "x", 1)
                .logarithmic()
                .line("a", new double[] {1, 0.1, 0.01, 0})
                .svg();
        assertThat(svg).contains("M74.0 14.0L330.7 135.0L587.3 256.0\"").doesNotContain("NaN");
    }

    @Test
    void showsASinglePoint() {
        assertThat(new Chart("t", "x", 1).line("a", new double[] {3}).svg())
                .contains("h0.1")
                .doesNotContain("NaN");
    }

    @Test
    void saysWhenThereIsNothingToDraw() {
        assertThat(new Chart("t", "x", 1).line("a", new double[] {Double.NaN}).svg())
                .isEqualTo("<p>t: no finite number to draw</p>");
    }
}
