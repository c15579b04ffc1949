package dev.unroll.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SubstitutionTest {
    @Test
    void readsInBodiesAndResultsChangeAndDefinitionsStay() {
        Program program = IrParser.parse(SmallPrograms.RECURRENT);
        Value weight = program.parameterValues().get(1);
        Value other = new Value(99, "other", weight.type());
        Value out = program.predict().results().get(0);
        Value newOut = new Value(98, "newOut", out.type());
        Substitution substitution = new Substitution();
        substitution.replace(weight, other);
        substitution.replace(out, newOut);
        Block block = substitution.apply(program.predict());
        assertTrue(FreeValues.of(block).contains(other));
        assertFalse(FreeValues.of(block).contains(weight));
        assertEquals(List.of(newOut), block.results());
        assertEquals(out, block.instrs().get(3).result());
    }

    @Test
    void chainsAreFollowedAndCirclesRefused() {
        Value a = new Value(1, "a", Type.SCALAR);
        Value b = new Value(2, "b", Type.SCALAR);
        Value c = new Value(3, "c", Type.SCALAR);
        Substitution substitution = new Substitution();
        substitution.replaceAll(List.of(a, b), List.of(b, c));
        assertEquals(List.of(c, c, c), substitution.apply(List.of(a, b, c)));
        assertThrows(IllegalArgumentException.class, () -> substitution.replace(c, a));
        assertThrows(IllegalArgumentException.class, () -> substitution.replace(c, c));
        Value wide = new Value(4, "wide", Type.vector(2));
        assertThrows(IllegalArgumentException.class, () -> substitution.replace(c, wide));
    }

    @Test
    void copiesMeanTheSameUnderFreshIds() {
        for (long seed = 0; seed < 50; seed++) {
            Program program = RandomPrograms.program(seed);
            ValueIds ids = ValueIds.after(program);
            Block copy = new Substitution().copy(program.forward(), ids);
            Program copied = program.withForward(copy);
            assertEquals(List.of(), IrVerifier.verify(copied));
            Set<Value> common = new HashSet<>(
                    copy.instrs().stream().flatMap(i -> i.results().stream()).toList());
            common.retainAll(program.forward().instrs().stream()
                    .flatMap(i -> i.results().stream())
                    .toList());
            assertEquals(Set.of(), common);
            RandomPrograms.assertSameForward("seed " + seed, program, copied, RandomPrograms.bindings(program, seed));
        }
    }

    @Test
    void freeValuesOfAScanAreOperandsAndWhatTheBodyReads() {
        Program program = IrParser.parse(SmallPrograms.RECURRENT);
        Instr scan = program.predict().instrs().get(2);
        List<String> names = FreeValues.of(scan).stream().map(Value::toString).toList();
        assertEquals(List.of("%x.3", "%zero.5", "%wx.0", "%bias.6", "%wh.1"), names);
        List<String> ofBlock =
                FreeValues.of(program.predict()).stream().map(Value::toString).toList();
        assertEquals(List.of("%b.2", "%x.3", "%wx.0", "%wh.1"), ofBlock);
    }
}
