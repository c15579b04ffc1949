package dev.unroll.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.data.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadoutTest {
    private enum Kind {
        GOOD,
        BAD
    }

    @Test
    void rowsAreProbabilitiesInTheOrderOfTheConstants() {
        Values rows = Values.vectors(new float[][] {{0.25f, 0.75f}, {1, 0}});
        Readout<Kind> readout = Readout.of(Kind.values());
        assertThat(readout.row(rows, 0).probability(Kind.BAD)).isEqualTo(0.75f);
        assertThat(readout.rows(rows)).extracting(Distribution::best).containsExactly(Kind.BAD, Kind.GOOD);
    }

    @Test
    void stepsKeepTheirOrderAndExample() {
        Values steps = Values.sequences(new float[][][] {{{0, 1}}, {{1, 0}, {0, 1}}});
        Readout<String> readout = Readout.of(new LabelSet("L", List.of("x", "y")));
        assertThat(readout.steps(steps, 1)).extracting(Distribution::best).containsExactly("x", "y");
        assertThat(readout.allSteps(steps)).extracting(List::size).containsExactly(1, 2);
    }

    @Test
    void linesEndAtLineFeedsOnly() {
        assertThat(Lines.of("a\nb", "\u2028\nd")).containsExactly("a", "b", "\u2028", "d");
    }
}
