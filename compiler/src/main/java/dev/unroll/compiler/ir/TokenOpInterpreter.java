package dev.unroll.compiler.ir;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the operations of tokens, classes and steps mean. */
abstract class TokenOpInterpreter extends InstrData
        implements TokenOp.Cases<List<double[]>>, StepsOp.Cases<List<double[]>> {
    TokenOpInterpreter(Instr instr, Bindings bindings, Map<Value, double[]> values, int stepRows) {
        super(instr, bindings, values, stepRows);
    }

    @Override
    public final List<double[]> gather(TokenOp.Gather op) {
        double[] out = newResult();
        for (int row = 0; row < data(1).length; row++) {
            copyRow(data(0), id(1, row, type(0).dims().get(0)), out, row, type(0).width());
        }
        return List.of(out);
    }

    @Override
    public final List<double[]> scatter(TokenOp.Scatter op) {
        double[] out = newResult();
        int width = type(1).width();
        for (int i = 0; i < data(1).length; i++) {
            out[id(0, i / width, op.rows()) * width + i % width] += data(1)[i];
        }
        return List.of(out);
    }

    @Override
    public final List<double[]> softmax(TokenOp.Softmax op) {
        double[] out = newResult();
        int width = type(0).width();
        for (int row = 0; row < out.length / width; row++) {
            for (int c = 0; c < width; c++) {
                out[row * width + c] = Math.exp(logSoftmax(row, c));
            }
        }
        return List.of(out);
    }

    @Override
    public final List<double[]> logSoftmax(TokenOp.LogSoftmax op) {
        double[] out = newResult();
        int width = type(0).width();
        Arrays.setAll(out, i -> logSoftmax(i / width, i % width));
        return List.of(out);
    }

    @Override
    public final List<double[]> crossEntropy(TokenOp.CrossEntropy op) {
        double[] out = newResult();
        int classes = type(0).width();
        for (int row = 0; row < out.length; row++) {
            int target = id(1, row, classes);
            double loss = -(1 - op.smoothing()) * logSoftmax(row, target);
            for (int c = 0; c < classes; c++) {
                loss -= op.smoothing() / classes * logSoftmax(row, c);
            }
            out[row] = weight(op.weights(), target) * loss;
        }
        return List.of(out);
    }

    @Override
    public final List<double[]> crossEntropyGradient(TokenOp.CrossEntropyGradient op) {
        double[] out = newResult();
        int classes = type(0).width();
        for (int i = 0; i < out.length; i++) {
            int row = i / classes;
            int target = id(1, row, classes);
            double wanted = op.smoothing() / classes + (i % classes == target ? 1 - op.smoothing() : 0);
            double slope = Math.exp(logSoftmax(row, i % classes)) - wanted;
            out[i] = data(2)[row] * weight(op.weights(), target) * slope;
        }
        return List.of(out);
    }

    @Override
    public final List<double[]> sumSteps(StepsOp.SumSteps op) {
        double[] out = newResult();
        int width = type(0).width();
        forEachToken(type(0).extent().axis(), (row, example, t) -> {
            for (int c = 0; c < width; c++) {
                out[example * width + c] += data(0)[row * width + c];
            }
        });
        return List.of(out);
    }

    @Override
    public final List<double[]> softmaxSteps(StepsOp.SoftmaxSteps op) {
        double[] out = newResult();
        int width = type(0).width();
        double[] largest = new double[bindings.batch() * width];
        double[] sum = new double[largest.length];
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        String axis = type(0).extent().axis();
        forEachToken(axis, (row, example, t) -> {
            for (int c = 0; c < width; c++) {
                int of = example * width + c;
                largest[of] = Math.max(largest[of], data(0)[row * width + c]);
            }
        });
        forEachToken(axis, (row, example, t) -> {
            for (int c = 0; c < width; c++) {
                out[row * width + c] = Math.exp(data(0)[row * width + c] - largest[example * width + c]);
                sum[example * width + c] += out[row * width + c];
            }
        });
        forEachToken(axis, (row, example, t) -> {
            for (int c = 0; c < width; c++) {
                out[row * width + c] /= sum[example * width + c];
            }
        });
        return List.of(out);
    }

    @Override
    public final List<double[]> lengths(StepsOp.Lengths op) {
        double[] out = newResult();
        forEachToken(op.axis(), (row, example, t) -> out[example]++);
        return List.of(out);
    }

    @Override
    public final List<double[]> reverse(StepsOp.Reverse op) {
        double[] out = newResult();
        String axis = type(0).extent().axis();
        int[] lengths = bindings.lengths().get(axis);
        int[][] rows = rowsOfExamples(axis);
        forEachToken(axis, (row, example, t) -> {
            copyRow(data(0), rows[example][lengths[example] - 1 - t], out, row, type(0).width());
        });
        return List.of(out);
    }

    /** The id in {@code row} of an operand. */
    private int id(int operand, int row, int count) {
        double id = data(operand)[row];
        if (!(id >= 0 && id < count && id == Math.rint(id))) {
            throw new IllegalArgumentException(instr.op().name() + ": row " + row + " has the id " + id
                    + ", not a whole number from 0 to " + (count - 1));
        }
        return (int) id;
    }

    /** Of the first operand's row, shifted by its largest element so that nothing overflows. */
    private double logSoftmax(int row, int column) {
        int width = type(0).width();
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < width; c++) {
            largest = Math.max(largest, data(0)[row * width + c]);
        }
        double sum = 0;
        for (int c = 0; c < width; c++) {
            sum += Math.exp(data(0)[row * width + c] - largest);
        }
        return data(0)[row * width + column] - largest - Math.log(sum);
    }

    private static double weight(List<Double> weights, int target) {
        return weights.isEmpty() ? 1 : weights.get(target);
    }
}
