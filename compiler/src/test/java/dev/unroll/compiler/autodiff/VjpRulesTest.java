package dev.unroll.compiler.autodiff;

import static dev.unroll.compiler.autodiff.SmallPrograms.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Const;
import dev.unroll.compiler.ir.Scalar.Local;
import dev.unroll.compiler.ir.Scalar.Step;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.ir.ValueIds;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Each rule on its own: two inputs of given types, one operation, all elements against differences. */
class VjpRulesTest {
    private static final Type TOKENS = Type.tokens(TIME, 3);
    private static final Type BATCH = Type.batch(3);

    /** What an operation does with two values; a fixed one is a parameter. */
    private static Program program(Type first, Type second, Rule rule) {
        SmallPrograms small = new SmallPrograms();
        Value a = declare(small, "a", first);
        Value b = declare(small, "b", second);
        Program program = small.build(code -> rule.apply(code, a, b));
        return Differentiate.run(program, program.inputs());
    }

    private interface Rule {
        Value apply(IrBuilder code, Value a, Value b);
    }

    private static Value declare(SmallPrograms small, String name, Type type) {
        return type.extent().isFixed() ? small.parameter(name, type) : small.input(name, type);
    }

    private static void check(Type first, Type second, Rule rule) {
        Program program = program(first, second, rule);
        for (int[] lengths : new int[][] {{1}, {2, 2}, {4, 3, 3, 1}}) {
            assertThat(GradientCheck.largestError(program, Numbers.random(program, 7, lengths)))
                    .isLessThan(1e-6);
        }
    }

    private static long count(Program program, Class<? extends Op> kind) {
        return program.backward().instrs().stream()
                .map(Instr::op)
                .filter(kind::isInstance)
                .count();
    }

    @Test
    void broadcastOfAFixedRow() {
        check(Type.vector(3), TOKENS, (code, a, b) -> code.pointwise("y", Fn.MUL, code.broadcast("r", a, TOKENS), b));
        check(Type.vector(3), BATCH, (code, a, b) -> code.pointwise("y", Fn.MUL, code.broadcast("r", a, BATCH), b));
    }

    @Test
    void broadcastOfAScalar() {
        check(
                Type.vector(3),
                TOKENS,
                (code, a, b) -> code.pointwise("y", Fn.MUL, code.broadcast("r", code.sumFeatures("s", a), TOKENS), b));
        check(Type.vector(3), Type.vector(2), (code, a, b) -> {
            Value scalar = code.sumFeatures("s", a);
            return code.pointwise("y", Fn.MUL, code.broadcast("r", scalar, Type.vector(2)), b);
        });
    }

    @Test
    void broadcastOverSteps() {
        check(BATCH, TOKENS, (code, a, b) -> code.pointwise("y", Fn.MUL, code.broadcast("r", a, TOKENS), b));
    }

    @Test
    void broadcastOverFeatures() {
        check(
                Type.tokens(TIME, 1),
                TOKENS,
                (code, a, b) -> code.pointwise("y", Fn.MUL, code.broadcast("r", a, TOKENS), b));
        check(
                Type.vector(1),
                Type.vector(3),
                (code, a, b) -> code.pointwise("y", Fn.MUL, code.broadcast("r", a, Type.vector(3)), b));
    }

    @Test
    void pointwiseSpreadsOperands() {
        for (Type narrow : List.of(Type.tokens(TIME, 1), Type.vector(3), Type.vector(1))) {
            check(narrow, TOKENS, (code, a, b) -> code.pointwise("y", Fn.MUL, a, b));
            check(narrow, TOKENS, (code, a, b) -> code.pointwise("y", Fn.SUB, b, a));
        }
        check(Type.vector(2), TOKENS, (code, a, b) -> code.pointwise("y", Fn.MUL, code.sumFeatures("scalar", a), b));
        check(Type.vector(1), Type.vector(3), (code, a, b) -> code.pointwise("y", Fn.MUL, a, b));
        check(Type.vector(2), Type.vector(3), (code, a, b) -> code.pointwise("y", Fn.MUL, code.sumFeatures("s", a), b));
    }

    @Test
    void pointwiseOfMatrices() {
        check(Type.matrix(2, 3), Type.matrix(2, 3), (code, a, b) -> code.pointwise("y", Fn.MUL, a, b));
    }

    @Test
    void pointwiseReadingOneValueTwice() {
        check(TOKENS, TOKENS, (code, a, b) -> code.pointwise("y", Fn.MUL, a, a));
    }

    @Test
    void pointwiseWithSeveralStepsAndResults() {
        // p = tanh(a * b), q = p + 2, and an argument and a constant passed through
        Scalar scalar = new Scalar(
                2,
                List.of(
                        new Step("m", Fn.MUL, List.of(new Arg(0), new Arg(1))),
                        new Step("p", Fn.TANH, List.of(new Local(0))),
                        new Step("q", Fn.ADD, List.of(new Local(1), new Const(2)))),
                List.of(new Local(1), new Local(2), new Arg(0), new Const(0.3)));
        check(TOKENS, Type.vector(3), (code, a, b) -> {
            List<Value> y = code.pointwise(List.of("p", "q", "r", "s"), scalar, List.of(a, b), TOKENS);
            Value pq = code.pointwise("pq", Fn.MUL, y.get(0), y.get(1));
            return code.pointwise("y", Fn.ADD, pq, code.pointwise("rs", Fn.MUL, y.get(2), y.get(3)));
        });
    }

    @Test
    void matMul() {
        check(TOKENS, Type.matrix(3, 2), (code, a, b) -> code.matMul("y", a, b));
        check(TOKENS, Type.matrix(2, 3), (code, a, b) -> code.matMulTransposeB("y", a, b));
        check(BATCH, Type.batch(2), (code, a, b) -> code.matMulTransposeA("y", a, b));
    }

    @Test
    void matMulWithAddend() {
        check(
                TOKENS,
                Type.vector(3),
                (code, a, b) -> code.matMul("y", a, code.constant("w", Type.matrix(3, 3), 0.5), b));
        check(TOKENS, TOKENS, (code, a, b) -> code.matMul("y", a, code.constant("w", Type.matrix(3, 3), 0.5), b));
        check(
                TOKENS,
                TOKENS,
                (code, a, b) -> code.matMulTransposeB("y", a, code.constant("w", Type.matrix(3, 3), 0.5), b));
        check(TOKENS, Type.matrix(3, 3), (code, a, b) -> code.matMulTransposeA("y", a, a, b));
    }

    @Test
    void sums() {
        check(TOKENS, Type.vector(3), (code, a, b) -> code.pointwise("y", Fn.MUL, code.sumRows("s", a), b));
        check(TOKENS, TOKENS, (code, a, b) -> code.pointwise("y", Fn.MUL, code.sumFeatures("s", a), b));
        check(Type.vector(3), TOKENS, (code, a, b) -> code.pointwise("y", Fn.MUL, code.sumFeatures("s", a), b));
    }

    @Test
    void concat() {
        check(TOKENS, Type.tokens(TIME, 2), (code, a, b) -> code.concat("y", List.of(a, b, a)));
        check(Type.matrix(2, 3), Type.matrix(2, 1), (code, a, b) -> code.concat("y", List.of(a, b)));
        check(Type.vector(3), Type.vector(2), (code, a, b) -> code.concat("y", List.of(b, a)));
    }

    @Test
    void slicesThatCoverAValueBecomeOneConcat() {
        Rule rule = (code, a, b) -> {
            Value left = code.slice("l", a, 0, 2);
            Value right = code.slice("r", a, 2, 4);
            return code.pointwise("y", Fn.MUL, left, code.pointwise("t", Fn.TANH, right));
        };
        check(Type.tokens(TIME, 4), BATCH, rule);
        Program program = program(Type.tokens(TIME, 4), BATCH, rule);
        assertThat(count(program, Op.Concat.class)).isEqualTo(1);
        Instr concat = program.backward().instrs().stream()
                .filter(i -> i.op() instanceof Op.Concat)
                .findFirst()
                .get();
        assertThat(concat.operands()).hasSize(2);
        assertThat(program.backward().results()).contains(concat.result());
    }

    @Test
    void slicesWithGapsAndOverlaps() {
        check(Type.tokens(TIME, 6), Type.tokens(TIME, 1), (code, a, b) -> {
            Value first = code.slice("f", a, 1, 3);
            Value second = code.slice("s", a, 2, 4);
            Value third = code.slice("t", a, 4, 5);
            Value p = code.pointwise("p", Fn.MUL, first, second);
            return code.pointwise("y", Fn.ADD, code.pointwise("q", Fn.MUL, p, third), code.sumFeatures("all", a));
        });
        check(Type.matrix(2, 5), BATCH, (code, a, b) -> code.slice("y", a, 1, 3));
        check(Type.vector(5), BATCH, (code, a, b) -> code.slice("y", a, 3, 5));
    }

    @Test
    void lastAndAtLast() {
        check(TOKENS, BATCH, (code, a, b) -> code.pointwise("y", Fn.MUL, code.last("l", a), b));
        check(BATCH, TOKENS, (code, a, b) -> code.pointwise("y", Fn.MUL, code.atLast("l", a, TIME), b));
    }

    @Test
    void shift() {
        check(TOKENS, BATCH, (code, a, b) -> code.pointwise("y", Fn.MUL, code.shift("s", a, b, false), a));
        check(TOKENS, BATCH, (code, a, b) -> code.pointwise("y", Fn.MUL, code.shift("s", a, b, true), a));
    }

    @Test
    void maskIsAConstantToTheGradient() {
        BiFunction<IrBuilder, Value, Value> drop =
                (code, a) -> code.pointwise("y", Fn.MUL, a, code.mask("m", TOKENS, 0.4, 1 / 0.6, 3));
        SmallPrograms small = new SmallPrograms();
        Value a = small.input("a", TOKENS);
        // predict has no masks, so the program is put together from two
        Program plain = small.build(code -> code.pointwise("y", Fn.MUL, a, 1.0));
        IrBuilder code = new IrBuilder(ValueIds.after(plain));
        Value y = drop.apply(code, a);
        Program program =
                Differentiate.run(plain.withForward(code.block(List.of(SmallPrograms.loss(code, y), y))), List.of(a));
        assertThat(GradientCheck.largestError(program, Numbers.random(program, 7, 4, 3, 3, 1)))
                .isLessThan(1e-6);
    }

    @Test
    void rowCountHasNoGradient() {
        check(TOKENS, BATCH, (code, a, b) -> {
            Value count = code.rowCount("n", Extent.tokens(TIME));
            return code.pointwise("y", Fn.DIV, a, count);
        });
    }

    @Test
    void whatTheLossDoesNotReadHasGradientZero() {
        Program program = program(TOKENS, Type.matrix(2, 2), (code, a, b) -> a);
        var results = Numbers.results(program, Numbers.random(program, 7, 2, 1));
        assertThat(results.get("d b")).containsOnly(0.0).hasSize(4);
    }
}
