package dev.unroll.compiler.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.opt.PassRunner;
import dev.unroll.compiler.opt.Passes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What loops store for their reverse, by the names in {@link Cells}. */
class ResidualsTest {
    /** Stacked by the first loop of forward after differentiation and not before. */
    private static List<String> stored(String cell) {
        Program program = PassRunner.run(Cells.all().get(cell), Passes.beforeGradient());
        List<Value> before = new ArrayList<>(loop(program).results());
        List<Value> after = new ArrayList<>(loop(Differentiate.run(program)).results());
        after.removeAll(before);
        return after.stream().map(Value::name).toList();
    }

    private static Instr loop(Program program) {
        return program.forward().instrs().stream()
                .filter(i -> i.op() instanceof Op.Scan)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lstmStoresActivationsAndTheCellState() {
        assertThat(stored("lstm, all steps")).containsExactly("c", "i", "f", "g", "o", "tanhC");
    }

    @Test
    void stateThatIsNotAnOutputIsStored() {
        assertThat(stored("lstm, last step")).containsExactly("h", "c", "i", "f", "g", "o", "tanhC");
    }

    @Test
    void outputOfTanhThatIsStackedAnywayCostsNothing() {
        assertThat(stored("elman, forwards")).isEmpty();
        assertThat(stored("elman, reversed")).isEmpty();
    }

    @Test
    void oneMinusGateIsRecomputed() {
        assertThat(stored("gru")).containsExactly("r", "z", "zn", "n");
        assertThat(stored("gru, reset before")).containsExactly("r", "z", "n");
    }

    @Test
    void rowsOfSequencesAreNotStored() {
        // the update mask is a sequence; the new state minus the old is never read
        assertThat(stored("dropout and zoneout")).containsExactly("n");
    }

    @Test
    void clippedSumIsRecomputedFromTheStateBefore() {
        assertThat(stored("peephole, trained state")).containsExactly("c", "i", "o", "tanhC");
    }

    @Test
    void normalisedRowIsRecomputedFromCentredRowAndDeviation() {
        assertThat(stored("layer norm")).containsExactly("centred", "sd");
    }

    @Test
    void fixedValuesAreRecomputedWhateverTheyCost() {
        assertThat(stored("products of joined rows")).containsExactly("a");
    }
}
