package dev.unroll.compiler.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each operation means, for {@link IrInterpreter}. One instance computes one instruction. */
final class OpInterpreter extends SpanOpInterpreter implements Op.Cases<List<double[]>> {
    private OpInterpreter(Instr instr, Bindings bindings, Map<Value, double[]> values, int stepRows) {
        super(instr, bindings, values, stepRows);
    }

    /** Adds the values that {@code block} defines to {@code values}; step values have {@code stepRows} rows. */
    static void run(Block block, Bindings bindings, Map<Value, double[]> values, int stepRows) {
        for (Instr instr : block.instrs()) {
            List<double[]> results = instr.op().match(new OpInterpreter(instr, bindings, values, stepRows));
            for (int i = 0; i < results.size(); i++) {
                values.put(instr.results().get(i), results.get(i));
            }
        }
    }

    @Override
    public List<double[]> constant(Op.Constant op) {
        double[] out = newResult();
        Arrays.fill(out, op.value());
        return List.of(out);
    }

    @Override
    public List<double[]> rowCount(Op.RowCount op) {
        return List.of(new double[] {bindings.rows(op.extent())});
    }

    @Override
    public List<double[]> broadcast(Op.Broadcast op) {
        Type from = type(0);
        Type to = instr.result().type();
        if (to.extent().isAttended() && from.extent().equals(to.extent().readers())) {
            return spread();
        }
        double[] out = newResult();
        if (from.extent().kind() == Extent.Kind.BATCH && to.extent().kind() == Extent.Kind.TOKENS) {
            forEachToken(to.extent().axis(), (row, example, t) -> copyRow(data(0), example, out, row, to.width()));
        } else {
            for (int i = 0; i < out.length; i++) {
                out[i] = data(0)[spreadIndex(from, i / to.width(), i % to.width())];
            }
        }
        return List.of(out);
    }

    @Override
    public List<double[]> mask(Op.Mask op) {
        double[] out = newResult();
        for (int i = 0; i < out.length; i++) {
            out[i] = bindings.masks().unit(op.stream(), i) >= op.rate() ? op.value() : 0;
        }
        return List.of(out);
    }

    @Override
    public List<double[]> pointwise(Op.Pointwise op) {
        List<double[]> out = new ArrayList<>();
        instr.results().forEach(result -> out.add(new double[size(result.type())]));
        int width = instr.results().get(0).type().width();
        double[] arguments = new double[instr.operands().size()];
        for (int i = 0; i < out.get(0).length; i++) {
            for (int a = 0; a < arguments.length; a++) {
                arguments[a] = data(a)[spreadIndex(type(a), i / width, i % width)];
            }
            double[] results = ScalarInterpreter.apply(op.scalar(), arguments);
            for (int r = 0; r < results.length; r++) {
                out.get(r)[i] = results[r];
            }
        }
        return out;
    }

    @Override
    public List<double[]> matMul(Op.MatMul op) {
        double[] a = data(0);
        double[] b = data(1);
        double[] out = newResult();
        int n = instr.result().type().width();
        int m = out.length / n;
        int k = op.transposeA() ? a.length / m : type(0).width();
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int l = 0; l < k; l++) {
                    double left = op.transposeA() ? a[l * m + i] : a[i * k + l];
                    double right = op.transposeB() ? b[j * k + l] : b[l * n + j];
                    sum += left * right;
                }
                if (instr.operands().size() == 3) {
                    sum += data(2)[spreadIndex(type(2), i, j)];
                }
                out[i * n + j] = sum;
            }
        }
        return List.of(out);
    }

    @Override
    public List<double[]> sumRows(Op.SumRows op) {
        double[] out = newResult();
        for (int i = 0; i < data(0).length; i++) {
            out[i % out.length] += data(0)[i];
        }
        return List.of(out);
    }

    @Override
    public List<double[]> sumFeatures(Op.SumFeatures op) {
        double[] out = newResult();
        for (int i = 0; i < data(0).length; i++) {
            out[i / type(0).width()] += data(0)[i];
        }
        return List.of(out);
    }

    @Override
    public List<double[]> concat(Op.Concat op) {
        double[] out = newResult();
        int width = instr.result().type().width();
        int column = 0;
        for (int o = 0; o < instr.operands().size(); o++) {
            int own = type(o).width();
            for (int i = 0; i < data(o).length; i++) {
                out[i / own * width + column + i % own] = data(o)[i];
            }
            column += own;
        }
        return List.of(out);
    }

    @Override
    public List<double[]> slice(Op.Slice op) {
        double[] out = newResult();
        int width = op.to() - op.from();
        for (int i = 0; i < out.length; i++) {
            out[i] = data(0)[i / width * type(0).width() + op.from() + i % width];
        }
        return List.of(out);
    }

    @Override
    public List<double[]> last(Op.Last op) {
        double[] out = newResult();
        String axis = type(0).extent().axis();
        int[] lengths = bindings.lengths().get(axis);
        forEachToken(axis, (row, example, t) -> {
            if (t == lengths[example] - 1) {
                copyRow(data(0), row, out, example, type(0).width());
            }
        });
        return List.of(out);
    }

    @Override
    public List<double[]> atLast(Op.AtLast op) {
        double[] out = newResult();
        String axis = instr.result().type().extent().axis();
        int[] lengths = bindings.lengths().get(axis);
        forEachToken(axis, (row, example, t) -> {
            if (t == lengths[example] - 1) {
                copyRow(data(0), example, out, row, type(0).width());
            }
        });
        return List.of(out);
    }

    @Override
    public List<double[]> shift(Op.Shift op) {
        Extent extent = type(0).extent();
        double[] out = newResult();
        if (extent.isAttended()) {
            shiftPairs(extent, op.reverse(), out);
            return List.of(out);
        }
        int width = type(0).width();
        int[][] rows = rowsOfExamples(extent.axis());
        forEachToken(extent.axis(), (row, example, t) -> {
            int from = op.reverse() ? t + 1 : t - 1;
            if (from >= 0 && from < rows[example].length) {
                copyRow(data(0), rows[example][from], out, row, width);
            } else {
                copyRow(data(1), example, out, row, width);
            }
        });
        return List.of(out);
    }

    /** The same for the spans of each example: those of a step lie in the order of the initial ones. */
    private void shiftPairs(Extent extent, boolean reverse, double[] out) {
        int width = type(0).width();
        int[] alive = bindings.alive(extent.by());
        int[] offsets = new int[alive.length + 1];
        for (int t = 0; t < alive.length; t++) {
            offsets[t + 1] = offsets[t] + bindings.spans(extent, alive[t]);
        }
        for (int t = 0; t < alive.length; t++) {
            int from = reverse ? t + 1 : t - 1;
            for (int i = 0; i < offsets[t + 1] - offsets[t]; i++) {
                boolean inside = from >= 0 && from < alive.length && i < offsets[from + 1] - offsets[from];
                copyRow(data(inside ? 0 : 1), inside ? offsets[from] + i : i, out, offsets[t] + i, width);
            }
        }
    }

    @Override
    public List<double[]> scan(Op.Scan op) {
        int[] alive = bindings.alive(op.axis());
        int[] order = bindings.order(op.axis());
        List<double[]> out = new ArrayList<>();
        instr.results().forEach(result -> out.add(new double[size(result.type())]));
        for (int s = 0; s < op.carried(); s++) {
            out.set(s, inOrder(type(op.sequences() + s), data(op.sequences() + s), order, false));
        }
        for (int i = 0; i < alive.length; i++) {
            int t = op.reverse() ? alive.length - 1 - i : i;
            Map<Value, double[]> inStep = new HashMap<>(values);
            for (int p = 0; p < op.body().parameters().size(); p++) {
                Value parameter = op.body().parameters().get(p);
                double[] source = p < op.sequences() ? data(p) : out.get(p - op.sequences());
                Extent extent = parameter.type().extent();
                int from = p < op.sequences() ? offset(extent, alive, t) : 0;
                int width = parameter.type().width();
                int rows = rowsAt(extent, alive[t]);
                inStep.put(parameter, Arrays.copyOfRange(source, from * width, (from + rows) * width));
            }
            run(op.body(), bindings, inStep, alive[t]);
            for (int r = 0; r < out.size(); r++) {
                double[] yielded = inStep.get(op.body().results().get(r));
                if (r < op.carried()) {
                    System.arraycopy(yielded, 0, out.get(r), 0, yielded.length);
                } else if (r < op.carried() + op.stacked()) {
                    int width = instr.results().get(r).type().width();
                    int from = offset(op.body().results().get(r).type().extent(), alive, t);
                    System.arraycopy(yielded, 0, out.get(r), from * width, yielded.length);
                } else {
                    double[] total = out.get(r);
                    Arrays.setAll(total, e -> total[e] + yielded[e]);
                }
            }
        }
        for (int s = 0; s < op.carried(); s++) {
            out.set(s, inOrder(instr.results().get(s).type(), out.get(s), order, true));
        }
        return out;
    }

    /** Rows of a batch in the order of a loop's axis, or {@code back} again; spans are in that order always. */
    private static double[] inOrder(Type type, double[] rows, int[] order, boolean back) {
        double[] out = rows.clone();
        for (int place = 0; place < order.length && !type.extent().isAttended(); place++) {
            int from = back ? place : order[place];
            copyRow(rows, from, out, back ? order[place] : place, type.width());
        }
        return out;
    }

    private int rowsAt(Extent ofStep, int alive) {
        return ofStep.isAttended() ? bindings.spans(ofStep, alive) : alive;
    }

    /** First row of step {@code t}. */
    private int offset(Extent ofStep, int[] alive, int t) {
        int offset = 0;
        for (int before = 0; before < t; before++) {
            offset += rowsAt(ofStep, alive[before]);
        }
        return offset;
    }

    /** Where a pointwise reader at (row, column) finds its element of a value of {@code type}. */
    private static int spreadIndex(Type type, int row, int column) {
        boolean hasRows = !type.extent().isFixed() || type.dims().size() == 2;
        return (hasRows ? row * type.width() : 0) + (type.width() == 1 ? 0 : column);
    }
}
