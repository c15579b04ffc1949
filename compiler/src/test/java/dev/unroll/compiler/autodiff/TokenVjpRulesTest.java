package dev.unroll.compiler.autodiff;

import static dev.unroll.compiler.autodiff.SmallPrograms.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IdInputs;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.ScanBody;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of tokens, classes and steps, all elements against differences, for equal and ragged lengths. */
class TokenVjpRulesTest {
    private static final Type TOKENS = Type.tokens(TIME, 3);
    private static final Type IDS = Type.tokens(TIME, 1);

    private interface Rule {
        Value apply(IrBuilder code, Value table, Value x, Value ids);
    }

    /** What a rule does with a table of four rows, rows of three numbers and ids; gradients of the first two. */
    private static void check(Type rows, Type ids, Rule rule) {
        SmallPrograms small = new SmallPrograms();
        Value table = small.parameter("table", Type.matrix(4, 3));
        Value x = small.input("x", rows);
        Value id = small.input("ids", ids);
        Program program = Differentiate.run(small.build(code -> rule.apply(code, table, x, id)), List.of(x));
        for (int[] lengths : new int[][] {{1}, {2, 2}, {4, 3, 3, 1}}) {
            assertThat(GradientCheck.largestError(program, Numbers.random(program, 7, lengths)))
                    .isLessThan(1e-6);
        }
    }

    @Test
    void idsAreFound() {
        SmallPrograms small = new SmallPrograms();
        Value table = small.parameter("table", Type.matrix(4, 3));
        Value ids = small.input("ids", IDS);
        Program program = small.build(code -> code.gather("y", table, code.reverse("r", ids)));
        assertThat(IdInputs.of(program)).containsOnlyKeys(ids).containsValue(4);
    }

    @Test
    void gather() {
        check(TOKENS, IDS, (code, table, x, ids) -> code.pointwise("y", Fn.MUL, x, code.gather("e", table, ids)));
        check(Type.batch(3), Type.batch(1), (code, table, x, ids) -> code.gather("e", table, ids));
    }

    @Test
    void scatter() {
        check(TOKENS, IDS, (code, table, x, ids) -> code.pointwise("y", Fn.MUL, table, code.scatter("s", ids, x, 4)));
    }

    @Test
    void softmax() {
        check(TOKENS, IDS, (code, table, x, ids) -> code.softmax("y", x));
        check(Type.batch(3), IDS, (code, table, x, ids) -> code.pointwise("y", Fn.MUL, x, code.softmax("p", x)));
        check(TOKENS, IDS, (code, table, x, ids) -> code.logSoftmax("y", x));
    }

    @Test
    void crossEntropy() {
        List<Double> weights = List.of(0.5, 2.0, 1.25);
        check(TOKENS, IDS, (code, table, x, ids) -> code.crossEntropy("y", x, ids, 0, List.of()));
        check(TOKENS, IDS, (code, table, x, ids) -> code.crossEntropy("y", x, ids, 0.1, List.of()));
        check(TOKENS, IDS, (code, table, x, ids) -> code.crossEntropy("y", x, ids, 0.2, weights));
        check(Type.batch(3), Type.batch(1), (code, table, x, ids) -> code.crossEntropy("y", x, ids, 0.2, weights));
    }

    @Test
    void alongSteps() {
        check(TOKENS, IDS, (code, table, x, ids) -> code.sumSteps("y", x));
        check(TOKENS, IDS, (code, table, x, ids) -> code.softmaxSteps("y", x));
        check(TOKENS, IDS, (code, table, x, ids) -> {
            Value mean = code.pointwise("mean", Fn.DIV, code.sumSteps("s", x), code.lengths("n", TIME));
            return code.pointwise("y", Fn.MUL, x, code.broadcast("m", mean, TOKENS));
        });
        check(TOKENS, IDS, (code, table, x, ids) -> code.pointwise("y", Fn.MUL, x, code.reverse("r", x)));
    }

    /** A table read inside a loop, its own product with the state and a loss at every step: everything has step rows. */
    @Test
    void insideALoop() {
        check(TOKENS, IDS, (code, table, x, ids) -> {
            Value zeros = code.constant("zeros", Type.batch(3), 0);
            return code.scan(TIME, false, List.of(x, ids), List.of(zeros), (inner, rows, states) -> {
                        Value row = inner.gather("e", table, rows.get(1));
                        Value sum = inner.pointwise("sum", Fn.ADD, row, states.get(0));
                        Value gate = inner.softmax("gate", inner.pointwise("mixed", Fn.MUL, sum, rows.get(0)));
                        Value logits = inner.matMulTransposeB("logits", gate, table);
                        Value loss = inner.crossEntropy("loss", logits, rows.get(1), 0.1, List.of());
                        Value next = inner.pointwise("next", Fn.ADD, gate, inner.logSoftmax("log", sum));
                        return new ScanBody.Yield(List.of(next), List.of(inner.concat("both", List.of(next, loss))));
                    })
                    .stacked()
                    .get(0);
        });
    }
}
