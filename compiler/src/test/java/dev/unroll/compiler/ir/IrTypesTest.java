package dev.unroll.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What each type rule gives, and what it refuses. */
final class IrTypesTest {
    private static final Type TOKENS = Type.tokens("time", 3);
    private static final Type BATCH = Type.batch(3);
    private static final Type STEP = Type.step("time", 3);
    private static final Op PRODUCT = new Op.MatMul(false, false);
    private static final Op ADD = new Op.Pointwise(Scalar.of("sum", Fn.ADD, new Scalar.Arg(0), new Scalar.Arg(1)));

    @Test
    void constant() {
        assertGives(Type.matrix(2, 2), new Op.Constant(1), List.of(), List.of(Type.matrix(2, 2)));
        assertRefuses("needs one declared result type", new Op.Constant(1), List.of(), List.of());
        assertRefuses("takes 0 operands", new Op.Constant(1), List.of(BATCH), List.of(BATCH));
    }

    @Test
    void rowCount() {
        assertGives(Type.SCALAR, new Op.RowCount(Extent.BATCH));
        assertRefuses("counts rows of fixed", new Op.RowCount(Extent.FIXED));
        assertRefuses("counts rows of step(time)", new Op.RowCount(Extent.step("time")));
    }

    @Test
    void broadcast() {
        Op op = new Op.Broadcast();
        assertGives(TOKENS, op, List.of(Type.vector(3)), List.of(TOKENS));
        assertGives(TOKENS, op, List.of(Type.SCALAR), List.of(TOKENS));
        assertGives(TOKENS, op, List.of(BATCH), List.of(TOKENS));
        assertGives(STEP, op, List.of(Type.step("time", 1)), List.of(STEP));
        assertGives(Type.vector(4), op, List.of(Type.SCALAR), List.of(Type.vector(4)));
        assertRefuses("cannot become", op, List.of(TOKENS), List.of(BATCH));
        assertRefuses("cannot become", op, List.of(Type.vector(2)), List.of(TOKENS));
        assertRefuses("cannot become", op, List.of(Type.tokens("src", 1)), List.of(TOKENS));
        assertRefuses("cannot become", op, List.of(BATCH), List.of(STEP));
        assertRefuses("cannot become", op, List.of(Type.matrix(1, 3)), List.of(BATCH));
        assertRefuses("cannot become", op, List.of(Type.SCALAR), List.of(Type.matrix(2, 2)));
    }

    @Test
    void mask() {
        assertGives(TOKENS, new Op.Mask(0.5, 2, 0), List.of(), List.of(TOKENS));
        assertRefuses("a mask cannot be", new Op.Mask(0.5, 2, 0), List.of(), List.of(STEP));
        assertRefuses("a mask cannot be", new Op.Mask(0.5, 2, 0), List.of(), List.of(Type.vector(2)));
    }

    @Test
    void pointwise() {
        assertGives(BATCH, ADD, BATCH, BATCH);
        assertGives(BATCH, ADD, Type.batch(1), Type.vector(3));
        assertGives(BATCH, ADD, Type.SCALAR, BATCH);
        assertGives(Type.matrix(2, 3), ADD, Type.matrix(2, 3), Type.vector(3));
        assertGives(Type.vector(3), ADD, Type.vector(1), Type.vector(3));
        assertGives(Type.SCALAR, ADD, Type.SCALAR, Type.SCALAR);
        assertGives(TOKENS, ADD, List.of(Type.vector(3), Type.SCALAR), List.of(TOKENS));
        assertRefuses("does not spread over", ADD, BATCH, TOKENS);
        assertRefuses("does not spread over", ADD, BATCH, Type.batch(2));
        assertRefuses("does not spread over", ADD, BATCH, Type.matrix(3, 3));
        assertRefuses("does not spread over", ADD, Type.matrix(3, 2), Type.matrix(2, 2));
        assertRefuses("does not spread over", ADD, List.of(BATCH, BATCH), List.of(Type.vector(3)));
        assertRefuses("takes 2 operands", ADD, BATCH);
        assertRefuses("declared", ADD, List.of(BATCH, BATCH), List.of(BATCH, BATCH));
    }

    @Test
    void matMul() {
        assertGives(Type.tokens("time", 5), PRODUCT, TOKENS, Type.matrix(3, 5));
        assertGives(Type.batch(5), PRODUCT, BATCH, Type.matrix(3, 5), Type.vector(5));
        assertGives(Type.batch(5), PRODUCT, BATCH, Type.matrix(3, 5), Type.batch(5));
        assertGives(Type.step("time", 5), new Op.MatMul(false, true), STEP, Type.matrix(5, 3));
        assertGives(Type.matrix(3, 5), new Op.MatMul(true, false), TOKENS, Type.tokens("time", 5));
        assertGives(Type.matrix(3, 2), new Op.MatMul(true, false), BATCH, Type.batch(2), Type.matrix(3, 2));
        assertRefuses("inner sizes differ, batch[3] and fixed[5, 3]", PRODUCT, BATCH, Type.matrix(5, 3));
        assertRefuses("inner sizes differ", new Op.MatMul(false, true), BATCH, Type.matrix(3, 5));
        assertRefuses("second operand must be a matrix", PRODUCT, BATCH, Type.vector(3));
        assertRefuses("second operand must be a matrix", PRODUCT, BATCH, BATCH);
        assertRefuses("has no rows", PRODUCT, Type.vector(3), Type.matrix(3, 5));
        assertRefuses("different rows", new Op.MatMul(true, false), BATCH, TOKENS);
        assertRefuses("addend batch[3] does not fit", PRODUCT, BATCH, Type.matrix(3, 5), BATCH);
        assertRefuses("addend batch[1] does not fit", PRODUCT, BATCH, Type.matrix(3, 5), Type.batch(1));
        assertRefuses("takes 2 or 3 operands", PRODUCT, BATCH);
    }

    @Test
    void sums() {
        assertGives(Type.vector(3), new Op.SumRows(), TOKENS);
        assertRefuses("has no rows", new Op.SumRows(), Type.matrix(2, 3));
        assertGives(Type.tokens("time", 1), new Op.SumFeatures(), TOKENS);
        assertGives(Type.SCALAR, new Op.SumFeatures(), Type.vector(3));
        assertRefuses("no single row of features", new Op.SumFeatures(), Type.matrix(2, 3));
    }

    @Test
    void concatAndSlice() {
        assertGives(Type.batch(4), new Op.Concat(), BATCH, Type.batch(1));
        assertGives(Type.matrix(2, 4), new Op.Concat(), Type.matrix(2, 3), Type.matrix(2, 1));
        assertGives(Type.vector(4), new Op.Concat(), Type.vector(3), Type.vector(1));
        assertRefuses("different rows", new Op.Concat(), BATCH, TOKENS);
        assertRefuses("different rows", new Op.Concat(), Type.matrix(2, 3), Type.matrix(3, 3));
        assertRefuses("different rows", new Op.Concat(), Type.matrix(2, 3), Type.vector(3));
        assertRefuses("a scalar has no features", new Op.Concat(), Type.SCALAR);
        assertRefuses("takes at least 1 operand", new Op.Concat());
        assertGives(Type.batch(2), new Op.Slice(1, 3), BATCH);
        assertGives(Type.matrix(5, 2), new Op.Slice(1, 3), Type.matrix(5, 3));
        assertRefuses("columns 1..4 of batch[3]", new Op.Slice(1, 4), BATCH);
    }

    @Test
    void lastAtLastAndShift() {
        assertGives(BATCH, new Op.Last(), TOKENS);
        assertRefuses("is not TOKENS", new Op.Last(), BATCH);
        assertGives(TOKENS, new Op.AtLast(), List.of(BATCH), List.of(TOKENS));
        assertRefuses("declared", new Op.AtLast(), List.of(BATCH), List.of(Type.tokens("time", 2)));
        assertRefuses("is not BATCH", new Op.AtLast(), List.of(TOKENS), List.of(TOKENS));
        assertGives(TOKENS, new Op.Shift(true), TOKENS, BATCH);
        assertRefuses("initial rows", new Op.Shift(true), TOKENS, Type.batch(2));
        assertRefuses("is not TOKENS", new Op.Shift(true), BATCH, BATCH);
    }

    @Test
    void scan() {
        Value x = new Value(1, "x", STEP);
        Value h = new Value(2, "h", Type.step("time", 2));
        Value total = new Value(3, "total", Type.matrix(2, 2));
        Block body = new Block(List.of(x, h), List.of(), List.of(h, x, total));
        Op.Scan good = new Op.Scan("time", false, 1, 1, 1, 1, body);
        List<Type> results = IrTypes.resultTypes(good, List.of(TOKENS, Type.batch(2)), List.of());
        assertEquals(List.of(Type.batch(2), TOKENS, Type.matrix(2, 2)), results);
        assertRefuses("operand 0 is batch[3], not tokens(time)", good, BATCH, Type.batch(2));
        assertRefuses("operand 1 is tokens(time)[2], not batch", good, TOKENS, Type.tokens("time", 2));
        assertRefuses("body parameter 1 is step(time)[2], not step(time)[3]", good, TOKENS, BATCH);
        Op.Scan stateChanges = good.withBody(new Block(List.of(x, h), List.of(), List.of(x, x, total)));
        assertRefuses("state 0 is step(time)[2] before and step(time)[3] after", stateChanges, TOKENS, Type.batch(2));
        Op.Scan rowsAsTotal = good.withBody(new Block(List.of(x, h), List.of(), List.of(h, x, x)));
        assertRefuses("body result 2 cannot be step(time)[3]", rowsAsTotal, TOKENS, Type.batch(2));
        Op.Scan fixedRows = good.withBody(new Block(List.of(x, h), List.of(), List.of(h, total, total)));
        assertRefuses("body result 1 cannot be fixed[2, 2]", fixedRows, TOKENS, Type.batch(2));
        Op.Scan fewResults = good.withBody(new Block(List.of(x, h), List.of(), List.of(h)));
        assertRefuses("body has 1 results, not 3", fewResults, TOKENS, Type.batch(2));
        Op.Scan fewParameters = good.withBody(new Block(List.of(x), List.of(), List.of(x, x, total)));
        assertRefuses("body has 1 parameters", fewParameters, TOKENS, Type.batch(2));
    }

    @Test
    void spans() {
        Type spans = Type.spans("time", "tgt", 3);
        Type alive = spans.withExtent(new Extent(Extent.Kind.STEPSPANS, "time", "tgt"));
        Type pairs = spans.withExtent(new Extent(Extent.Kind.PAIRS, "time", "tgt"));
        assertGives(spans, new SpanOp.Lay("tgt"), TOKENS);
        assertRefuses("is not TOKENS", new SpanOp.Lay("tgt"), BATCH);
        assertGives(TOKENS, new SpanOp.Unlay(), spans);
        assertRefuses("is not SPANS", new SpanOp.Unlay(), pairs);
        assertGives(alive, new SpanOp.Alive(), spans);
        assertGives(spans, new SpanOp.Widen(), alive);
        assertRefuses("is not STEPSPANS", new SpanOp.Widen(), spans);
        assertGives(BATCH, new SpanOp.SumSpans(), spans);
        assertGives(Type.step("tgt", 3), new SpanOp.SumSpans(), alive);
        assertGives(Type.tokens("tgt", 3), new SpanOp.SumSpans(), pairs);
        assertRefuses("has no spans", new SpanOp.SumSpans(), TOKENS);
        assertGives(alive, new SpanOp.SoftmaxSpans(), alive);
        assertGives(spans.withWidth(1), new SpanOp.Positions("time", "tgt"));
        assertGives(spans, new Op.Broadcast(), List.of(BATCH), List.of(spans));
        assertGives(alive, new Op.Broadcast(), List.of(Type.step("tgt", 3)), List.of(alive));
        assertRefuses("cannot become", new Op.Broadcast(), List.of(STEP), List.of(alive));
        assertGives(pairs, new Op.Shift(false), pairs, spans);
        assertRefuses("initial rows", new Op.Shift(false), pairs, BATCH);
    }

    @Test
    void recordsRefuseNonsense() {
        assertThrows(IllegalArgumentException.class, () -> new Op.Mask(1.5, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Op.Mask(Double.NaN, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Op.Slice(2, 2));
        assertThrows(IllegalArgumentException.class, () -> new Op.MatMul(true, true));
        assertThrows(IllegalArgumentException.class, () -> new Op.Scan("a b", false, 0, 0, 0, 0, Block.EMPTY));
        assertThrows(IllegalArgumentException.class, () -> new Op.Scan("time", false, -1, 0, 0, 0, Block.EMPTY));
        assertThrows(IllegalArgumentException.class, () -> new Value(1, "h'", BATCH));
        assertThrows(IllegalArgumentException.class, () -> new Value(-1, "h", BATCH));
        assertThrows(IllegalArgumentException.class, () -> Type.tokens("", 1));
        assertThrows(IllegalArgumentException.class, () -> Type.spans("src", "", 1));
        assertThrows(IllegalArgumentException.class, () -> new Extent(Extent.Kind.STEP, "time", "src"));
        assertThrows(IllegalArgumentException.class, () -> Type.batch(0));
        assertThrows(IllegalArgumentException.class, () -> Scalar.of("y", Fn.ADD, new Scalar.Arg(0)));
        assertThrows(IllegalArgumentException.class, () -> Scalar.of("y", Fn.NEG, new Scalar.Local(0)));
    }

    private static void assertGives(Type expected, Op op, Type... operands) {
        assertGives(expected, op, List.of(operands), List.of());
    }

    private static void assertGives(Type expected, Op op, List<Type> operands, List<Type> declared) {
        assertEquals(List.of(expected), IrTypes.resultTypes(op, operands, declared));
    }

    private static void assertRefuses(String problem, Op op, Type... operands) {
        assertRefuses(problem, op, List.of(operands), List.of());
    }

    private static void assertRefuses(String problem, Op op, List<Type> operands, List<Type> declared) {
        Exception thrown =
                assertThrows(IllegalArgumentException.class, () -> IrTypes.resultTypes(op, operands, declared));
        assertTrue(thrown.getMessage().contains(problem), thrown.getMessage());
    }
}
