package dev.unroll.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Numbers worked out by hand. Two examples: 1, 2, 3 and 10, so the packed rows are 1, 10, 2, 3. */
final class IrInterpreterTest {
    private static final String AXIS = "time";

    private ValueIds ids;
    private IrBuilder code;
    private Map<Value, double[]> inputs;
    private Value x;
    private Value start;

    @BeforeEach
    void twoRaggedExamples() {
        ids = ValueIds.fromZero();
        code = new IrBuilder(ids);
        inputs = new HashMap<>();
        x = input(Type.tokens(AXIS, 1), 1, 10, 2, 3);
        start = input(Type.batch(1), 100, 200);
    }

    @Test
    void forwardScanCarriesAndStacks() {
        ScanBody.Results results = doubling(false);
        assertValues(results.stacked().get(0), 201, 410, 404, 811);
        assertValues(results.carried().get(0), 811, 410);
        assertValues(results.totals().get(0), 201 + 410 + 404 + 811);
    }

    @Test
    void reversedScanStartsEachExampleAtItsOwnEnd() {
        ScanBody.Results results = doubling(true);
        assertValues(results.stacked().get(0), 817, 410, 408, 203);
        assertValues(results.carried().get(0), 817, 410);
        assertValues(results.totals().get(0), 817 + 410 + 408 + 203);
    }

    /** h' = 2 h + x */
    private ScanBody.Results doubling(boolean reverse) {
        return code.scan(AXIS, reverse, List.of(x), List.of(start), (inner, xs, hs) -> {
            Value doubled = inner.pointwise("doubled", Fn.MUL, hs.get(0), 2);
            Value h = inner.pointwise("h", Fn.ADD, doubled, xs.get(0));
            return new ScanBody.Yield(List.of(h), List.of(h), List.of(inner.sumRows("sum", h)));
        });
    }

    @Test
    void scanWithTwoStatesReadsThemBeforeTheStep() {
        Value other = input(Type.batch(1), 5, 6);
        ScanBody.Results results = code.scan(
                AXIS,
                false,
                List.of(),
                List.of(start, other),
                (inner, xs, states) ->
                        new ScanBody.Yield(List.of(states.get(1), states.get(0)), List.of(states.get(0))));
        assertValues(results.carried().get(0), 5, 6);
        assertValues(results.carried().get(1), 100, 200);
        assertValues(results.stacked().get(0), 100, 200, 5, 100);
    }

    @Test
    void bodiesReadFixedValuesOfTheEnclosingBlock() {
        Value weight = code.constant("w", Type.matrix(1, 2), 3);
        ScanBody.Results results = code.scan(AXIS, false, List.of(x), List.of(), (inner, xs, hs) -> {
            Value one = inner.constant("one", Type.step(AXIS, 2), 1);
            return new ScanBody.Yield(List.of(), List.of(inner.matMul("y", xs.get(0), weight, one)));
        });
        assertValues(results.stacked().get(0), 4, 4, 31, 31, 7, 7, 10, 10);
    }

    @Test
    void totalsOfMatricesAreSummedOverSteps() {
        ScanBody.Results results = code.scan(AXIS, true, List.of(x), List.of(), (inner, xs, hs) -> {
            Value twice = inner.concat("twice", List.of(xs.get(0), xs.get(0)));
            return new ScanBody.Yield(List.of(), List.of(), List.of(inner.matMulTransposeA("g", twice, xs.get(0))));
        });
        assertValues(results.totals().get(0), 114, 114);
    }

    @Test
    void shiftIsTheStateBeforeEachStep() {
        assertValues(code.shift("before", x, start, false), 100, 200, 1, 2);
        assertValues(code.shift("before", x, start, true), 2, 200, 3, 100);
    }

    @Test
    void lastAndAtLastUseEachExamplesOwnEnd() {
        Value last = code.last("last", x);
        assertValues(last, 3, 10);
        assertValues(code.atLast("back", last, AXIS), 0, 10, 0, 3);
    }

    @Test
    void broadcastRepeats() {
        assertValues(code.broadcast("steps", start, Type.tokens(AXIS, 1)), 100, 200, 100, 100);
        Value features = code.broadcast("features", start, Type.batch(2));
        assertValues(features, 100, 100, 200, 200);
        Value row = code.sumRows("row", code.concat("pair", List.of(start, input(Type.batch(1), 1, 2))));
        assertValues(code.broadcast("rows", row, Type.batch(2)), 300, 3, 300, 3);
        Value scalar = code.sumFeatures("scalar", row);
        assertValues(code.broadcast("all", scalar, Type.batch(2)), 303, 303, 303, 303);
        assertValues(code.broadcast("vector", scalar, Type.vector(3)), 303, 303, 303);
    }

    @Test
    void productsInAllForms() {
        Value a = input(Type.batch(2), 1, 2, 3, 4);
        Value b = code.concat("b", List.of(code.matMulTransposeA("b", a, a), code.constant("c", Type.matrix(2, 1), 7)));
        assertValues(b, 10, 14, 7, 14, 20, 7);
        assertValues(code.matMul("p", a, b), 38, 54, 21, 86, 122, 49);
        Value bias = code.concat(
                "bias", List.of(code.constant("one", Type.vector(2), 1), code.constant("two", Type.vector(1), 2)));
        assertValues(code.matMul("p", a, b, bias), 39, 55, 23, 87, 123, 51);
        Value wide = input(Type.batch(3), 1, 0, 0, 0, 1, 2);
        assertValues(code.matMulTransposeB("t", wide, b), 10, 14, 14 + 14, 20 + 14);
        assertValues(code.matMulTransposeB("t", wide, b, a), 11, 16, 31, 38);
        assertValues(code.matMulTransposeA("s", a, wide), 1, 3, 6, 2, 4, 8);
        assertValues(code.matMulTransposeA("s", a, wide, b), 11, 17, 13, 16, 24, 15);
    }

    @Test
    void sumsAndSlices() {
        Value a = input(Type.batch(3), 1, 2, 3, 4, 5, 6);
        assertValues(code.sumRows("r", a), 5, 7, 9);
        assertValues(code.sumFeatures("f", a), 6, 15);
        assertValues(code.slice("s", a, 1, 3), 2, 3, 5, 6);
        Value matrix = code.matMulTransposeA("m", start, a);
        assertValues(matrix, 900, 1200, 1500);
        assertValues(code.slice("s", matrix, 2, 3), 1500);
        assertValues(code.slice("s", code.sumRows("r", a), 0, 2), 5, 7);
    }

    @Test
    void pointwiseSpreadsNarrowOperands() {
        Value a = input(Type.batch(2), 1, 2, 3, 4);
        Value row = code.sumRows("row", a);
        assertValues(code.pointwise("p", Fn.ADD, a, row), 5, 8, 7, 10);
        assertValues(code.pointwise("p", Fn.ADD, start, a), 101, 102, 203, 204);
        assertValues(code.pointwise("p", Fn.MUL, code.rowCount("n", Extent.tokens(AXIS)), a), 4, 8, 12, 16);
        Value matrix = code.matMulTransposeA("m", a, a);
        assertValues(code.pointwise("p", Fn.SUB, matrix, row), 6, 8, 10, 14);
        assertValues(code.pointwise("p", Fn.DIV, matrix, code.rowCount("n", Extent.BATCH)), 5, 7, 7, 10);
    }

    @Test
    void pointwiseOfManyStepsAndResults() {
        Scalar.Step sum = new Scalar.Step("s", Fn.ADD, List.of(new Scalar.Arg(0), new Scalar.Arg(1)));
        Scalar.Step half = new Scalar.Step("h", Fn.MUL, List.of(new Scalar.Local(0), new Scalar.Const(0.5)));
        List<Scalar.Ref> refs =
                List.of(new Scalar.Local(1), new Scalar.Local(0), new Scalar.Arg(1), new Scalar.Const(9));
        Scalar scalar = new Scalar(2, List.of(sum, half), refs);
        List<Value> results = code.pointwise(List.of("h", "s", "b", "c"), scalar, List.of(start, start), start.type());
        assertValues(results.get(0), 100, 200);
        assertValues(results.get(1), 200, 400);
        assertValues(results.get(2), 100, 200);
        assertValues(results.get(3), 9, 9);
    }

    @Test
    void masksKeepWhatIsAtLeastTheRate() {
        Value mask = code.mask("m", Type.tokens(AXIS, 2), 0.5, 2, 3);
        Program program = program(List.of(mask));
        MaskSource eighths = (stream, index) -> stream == 3 ? index / 8.0 : 0;
        Bindings bindings = new Bindings(Map.of(), inputs, Map.of(AXIS, new int[] {3, 1}), eighths);
        assertArrayEquals(
                new double[] {0, 0, 0, 0, 2, 2, 2, 2},
                new IrInterpreter(program, bindings).predict().get(0));
    }

    @Test
    void forwardAndBackwardOfTheSmallProgram() {
        Program program = IrParser.parse(SmallPrograms.RECURRENT);
        Map<Value, double[]> weights = new HashMap<>();
        weights.put(program.parameterValues().get(0), new double[] {0.5, -1});
        weights.put(program.parameterValues().get(1), new double[] {2});
        weights.put(program.parameterValues().get(2), new double[] {0.25, 9});
        Map<Value, double[]> data = new HashMap<>();
        data.put(program.inputs().get(0), new double[] {1, 2, 3, 4, 5, 6});
        data.put(program.inputs().get(1), new double[] {-4, 0});
        MaskSource keepAll = (stream, index) -> 0.5;
        Map<String, int[]> lengths = Map.of(AXIS, new int[] {2, 1});
        IrInterpreter run = new IrInterpreter(program, new Bindings(weights, data, lengths, keepAll));

        double h0 = Math.tanh(0.5 * 1 - 2 + 0.25);
        double h1 = Math.tanh(0.5 * 5 - 6 + 0.25 + 2 * h0);
        assertArrayEquals(
                new double[] {h1, Math.tanh(0.5 * 3 - 4 + 0.25)}, run.predict().get(0), 1e-15);

        // Doubled by the mask: the first example ends at 2 (2.5 - 6), the second at 2 (1.5 - 4).
        List<double[]> forward = run.forward();
        assertArrayEquals(new double[] {-7, -5}, forward.get(1), 0);
        assertArrayEquals(new double[] {(4.5 + 12.5) / 2}, forward.get(0), 0);
        assertArrayEquals(
                new double[] {4.5, 12.5},
                run.valueOf(program.forward().instrs().get(4).result()),
                0);

        List<double[]> backward = run.backward();
        assertArrayEquals(new double[] {10 * 4.5 + 6 * 12.5, 12 * 4.5 + 8 * 12.5}, backward.get(0), 0);
        assertEquals(backward.size(), 3);
    }

    @Test
    void backwardRunsForwardFirst() {
        Program program = IrParser.parse(SmallPrograms.RECURRENT);
        Bindings bindings = RandomPrograms.bindings(program, 1);
        IrInterpreter first = new IrInterpreter(program, bindings);
        first.forward();
        assertArrayEquals(
                first.backward().get(0),
                new IrInterpreter(program, bindings).backward().get(0),
                0);
    }

    /** Examples 1, 2 and 10, 20, 30: the second is longer, so packed rows are 10, 1, 20, 2, 30. */
    @Test
    void anAxisHasItsOwnOrder() {
        inputs.clear();
        x = input(Type.tokens(AXIS, 1), 10, 1, 20, 2, 30);
        start = input(Type.batch(1), 100, 200);
        Bindings bindings = bindings(inputs, Map.of(AXIS, new int[] {2, 3}));
        Value last = code.last("last", x);
        Value sum = code.sumSteps("sum", x);
        Value shifted = code.shift("shift", x, start, false);
        Value reversed = code.reverse("reverse", x);
        ScanBody.Results scan = code.scan(AXIS, false, List.of(x), List.of(start), (inner, xs, hs) -> {
            Value h = inner.pointwise("h", Fn.ADD, hs.get(0), xs.get(0));
            return new ScanBody.Yield(List.of(h), List.of(h));
        });
        Program program = program(List.of(
                last,
                sum,
                shifted,
                reversed,
                scan.carried().get(0),
                scan.stacked().get(0)));
        List<double[]> results = new IrInterpreter(program, bindings).predict();
        assertArrayEquals(new double[] {2, 30}, results.get(0));
        assertArrayEquals(new double[] {3, 60}, results.get(1));
        assertArrayEquals(new double[] {200, 100, 10, 1, 20}, results.get(2));
        assertArrayEquals(new double[] {30, 2, 20, 1, 10}, results.get(3));
        assertArrayEquals(new double[] {103, 260}, results.get(4));
        assertArrayEquals(new double[] {210, 101, 230, 103, 260}, results.get(5));
    }

    /** Two examples of 1 and 3 source positions and of 2 and 1 target steps. */
    @Test
    void spansLieInTheOrderOfTheAxisThatReadsThem() {
        inputs.clear();
        x = input(Type.tokens("src", 1), 5, 1, 6, 7);
        Value y = input(Type.tokens("tgt", 1), 10, 100, 20);
        Bindings bindings = bindings(inputs, Map.of("src", new int[] {1, 3}, "tgt", new int[] {2, 1}));
        Value spans = code.lay("l", x, "tgt");
        Value positions = code.positions("p", "src", "tgt");
        Value sum = code.sumSpans("s", spans);
        ScanBody.Results scan = code.scan("tgt", false, List.of(y), List.of(spans), (inner, ys, states) -> {
            Value alive = inner.alive("a", spans);
            Value spread = inner.broadcast("b", ys.get(0), alive.type());
            Value next = inner.pointwise("n", Fn.ADD, states.get(0), spread);
            return new ScanBody.Yield(List.of(next), List.of(next), List.of(inner.widen("w", alive)));
        });
        Value back = code.unlay("u", spans);
        Program program = program(List.of(
                spans,
                positions,
                sum,
                scan.carried().get(0),
                scan.stacked().get(0),
                scan.totals().get(0),
                back));
        List<double[]> results = new IrInterpreter(program, bindings).predict();
        assertArrayEquals(new double[] {1, 5, 6, 7}, results.get(0));
        assertArrayEquals(new double[] {0, 0, 1, 2}, results.get(1));
        assertArrayEquals(new double[] {1, 18}, results.get(2));
        assertArrayEquals(new double[] {31, 105, 106, 107}, results.get(3));
        assertArrayEquals(new double[] {11, 105, 106, 107, 31}, results.get(4));
        assertArrayEquals(new double[] {2, 5, 6, 7}, results.get(5));
        assertArrayEquals(new double[] {5, 1, 6, 7}, results.get(6));
    }

    @Test
    void wrongBindingsAreRefused() {
        Program program = program(List.of(x));
        Map<String, int[]> lengths = Map.of(AXIS, new int[] {3, 1});
        Map<Value, double[]> one = Map.of(x, inputs.get(x));
        assertThrows(IllegalArgumentException.class, () -> new IrInterpreter(program, bindings(one, lengths)));
        Map<String, int[]> longer = Map.of(AXIS, new int[] {3, 2});
        assertThrows(IllegalArgumentException.class, () -> new IrInterpreter(program, bindings(inputs, longer)));
        Map<String, int[]> empty = Map.of(AXIS, new int[] {4, 0});
        assertThrows(IllegalArgumentException.class, () -> bindings(inputs, empty));
        Map<String, int[]> elsewhere = Map.of("src", new int[] {3, 1});
        assertThrows(IllegalArgumentException.class, () -> new IrInterpreter(program, bindings(inputs, elsewhere)));
        Map<String, int[]> differ = Map.of("a", new int[] {3, 1}, "b", new int[] {2});
        assertThrows(IllegalArgumentException.class, () -> bindings(inputs, differ));
    }

    @Test
    void withBindsAnotherArray() {
        Bindings bindings = bindings(inputs, Map.of(AXIS, new int[] {3, 1})).with(start, new double[] {7, 8});
        assertArrayEquals(new double[] {7, 8}, bindings.inputs().get(start));
        Value unknown = ids.fresh("unknown", Type.SCALAR);
        assertThrows(IllegalArgumentException.class, () -> bindings.with(unknown, new double[1]));
    }

    private static Bindings bindings(Map<Value, double[]> inputs, Map<String, int[]> lengths) {
        return new Bindings(Map.of(), inputs, lengths, 0, 0);
    }

    private Value input(Type type, double... data) {
        Value value = ids.fresh("input", type);
        inputs.put(value, data);
        return value;
    }

    private Program program(List<Value> results) {
        List<Value> ordered = new ArrayList<>(inputs.keySet());
        return Program.of("Test", List.of(), ordered, code.block(results), Block.EMPTY);
    }

    private void assertValues(Value value, double... expected) {
        Program program = program(List.of(value));
        IrInterpreter run = new IrInterpreter(program, bindings(inputs, Map.of(AXIS, new int[] {3, 1})));
        assertArrayEquals(expected, run.predict().get(0), 1e-12);
        assertArrayEquals(expected, run.valueOf(value), 1e-12);
    }
}
