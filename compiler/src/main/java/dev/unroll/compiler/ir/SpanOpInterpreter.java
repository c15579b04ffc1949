package dev.unroll.compiler.ir;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the operations of attention mean. */
abstract class SpanOpInterpreter extends TokenOpInterpreter implements SpanOp.Cases<List<double[]>> {
    SpanOpInterpreter(Instr instr, Bindings bindings, Map<Value, double[]> values, int stepRows) {
        super(instr, bindings, values, stepRows);
    }

    @Override
    public final List<double[]> lay(SpanOp.Lay op) {
        double[] out = newResult();
        int[][] rows = rowsOfExamples(type(0).extent().axis());
        forEachSpan(
                instr.result().type().extent(),
                (row, example, reader, position) ->
                        copyRow(data(0), rows[example][position], out, row, type(0).width()));
        return List.of(out);
    }

    @Override
    public final List<double[]> unlay(SpanOp.Unlay op) {
        double[] out = newResult();
        int[][] rows = rowsOfExamples(type(0).extent().axis());
        forEachSpan(
                type(0).extent(),
                (row, example, reader, position) ->
                        copyRow(data(0), row, out, rows[example][position], type(0).width()));
        return List.of(out);
    }

    @Override
    public final List<double[]> alive(SpanOp.Alive op) {
        return List.of(Arrays.copyOf(data(0), size(instr.result().type())));
    }

    @Override
    public final List<double[]> widen(SpanOp.Widen op) {
        return List.of(Arrays.copyOf(data(0), size(instr.result().type())));
    }

    @Override
    public final List<double[]> sumSpans(SpanOp.SumSpans op) {
        double[] out = newResult();
        int width = type(0).width();
        forEachSpan(type(0).extent(), (row, example, reader, position) -> {
            for (int c = 0; c < width; c++) {
                out[reader * width + c] += data(0)[row * width + c];
            }
        });
        return List.of(out);
    }

    @Override
    public final List<double[]> softmaxSpans(SpanOp.SoftmaxSpans op) {
        double[] out = newResult();
        int width = type(0).width();
        Extent extent = type(0).extent();
        int size = size(new Type(extent.readers(), List.of(width)));
        double[] largest = new double[size];
        double[] sum = new double[size];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        forEachSpan(extent, (row, example, reader, position) -> {
            for (int c = 0; c < width; c++) {
                largest[reader * width + c] = Math.max(largest[reader * width + c], data(0)[row * width + c]);
            }
        });
        forEachSpan(extent, (row, example, reader, position) -> {
            for (int c = 0; c < width; c++) {
                out[row * width + c] = Math.exp(data(0)[row * width + c] - largest[reader * width + c]);
                sum[reader * width + c] += out[row * width + c];
            }
        });
        forEachSpan(extent, (row, example, reader, position) -> {
            for (int c = 0; c < width; c++) {
                out[row * width + c] /= sum[reader * width + c];
            }
        });
        return List.of(out);
    }

    @Override
    public final List<double[]> positions(SpanOp.Positions op) {
        double[] out = newResult();
        forEachSpan(instr.result().type().extent(), (row, example, reader, position) -> out[row] = position);
        return List.of(out);
    }

    /** Every span of a reader gets the reader's row. */
    final List<double[]> spread() {
        double[] out = newResult();
        forEachSpan(
                instr.result().type().extent(),
                (row, example, reader, position) -> copyRow(data(0), reader, out, row, type(0).width()));
        return List.of(out);
    }
}
