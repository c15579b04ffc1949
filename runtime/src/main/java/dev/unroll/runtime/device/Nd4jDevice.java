package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.Frames;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Pairs;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;
import dev.unroll.runtime.memory.SpanRows;
import dev.unroll.runtime.memory.Spans;
import dev.unroll.runtime.random.CounterRandom;
import dev.unroll.runtime.random.RandomKey;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The reference device: every operation as plain ND4J operations on the live views, in FLOAT or DOUBLE. Slow and obvious; it
 * allocates as it likes, and lanes run one after the other.
 */
public final class Nd4jDevice implements Device {
    private final DataType type;
    private final ThreadLocal<Matrix[]> operands = ThreadLocal.withInitial(() -> new Matrix[Kernel.MAX_OPERANDS]);

    private Nd4jDevice(DataType type) {
        this.type = type;
    }

    /**
     * A device on the ND4J backend of the class path.
     *
     * @param type FLOAT or DOUBLE
     * @throws IllegalStateException when there is no backend, or none for this machine
     */
    public static Nd4jDevice create(DataType type) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("a device computes in FLOAT or DOUBLE, not " + type);
        }
        try {
            Nd4j.getBackend();
        } catch (ExceptionInInitializerError | NoClassDefFoundError missing) {
            // ND4J says so only in the cause of the cause, and only the first time.
            throw new IllegalStateException(
                    "there is no ND4J backend for this machine on the class path: add org.nd4j:nd4j-native twice,"
                            + " without a classifier and with this machine's, such as linux-x86_64",
                    missing);
        }
        return new Nd4jDevice(type);
    }

    @Override
    public String name() {
        return "ND4J " + Nd4j.getBackend().getClass().getSimpleName() + ", " + type;
    }

    @Override
    public DataType dataType() {
        return type;
    }

    @Override
    public void gemm(Matrix a, Matrix b, Matrix c) {
        product("gemm", a, b, c, false, false, false);
    }

    @Override
    public void gemmAdd(Matrix a, Matrix b, Matrix c) {
        product("gemmAdd", a, b, c, false, false, true);
    }

    @Override
    public void gemmNT(Matrix a, Matrix b, Matrix c) {
        product("gemmNT", a, b, c, false, true, false);
    }

    @Override
    public void gemmAddNT(Matrix a, Matrix b, Matrix c) {
        product("gemmAddNT", a, b, c, false, true, true);
    }

    @Override
    public void gemmTN(Matrix a, Matrix b, Matrix c) {
        product("gemmTN", a, b, c, true, false, false);
    }

    @Override
    public void gemmAddTN(Matrix a, Matrix b, Matrix c) {
        product("gemmAddTN", a, b, c, true, false, true);
    }

    private void product(String op, Matrix a, Matrix b, Matrix c, boolean transposeA, boolean transposeB, boolean add) {
        Shapes.product(op, type, a, b, c, transposeA, transposeB);
        product(a.array(), b.array(), c, transposeA, transposeB, add);
    }

    private static void product(INDArray a, INDArray b, Matrix c, boolean transposeA, boolean transposeB, boolean add) {
        // A result of its own, not c: ND4J's products into c-order results leak their temporaries.
        try (INDArray result = Nd4j.gemm(a, b, transposeA, transposeB)) {
            if (add) {
                c.array().addi(result);
            } else {
                c.array().assign(result);
            }
        }
    }

    @Override
    public void gemmBeforeTN(Sequence state, Sequence b, Matrix c) {
        Shapes.overSteps("gemmBeforeTN", type, state, b, c);
        product(before(state), b.all().array(), c, true, false, false);
    }

    @Override
    public void gemmAddBeforeTN(Sequence state, Sequence b, Matrix c) {
        Shapes.overSteps("gemmAddBeforeTN", type, state, b, c);
        product(before(state), b.all().array(), c, true, false, true);
    }

    private INDArray before(Sequence state) {
        Packing packing = state.packing();
        INDArray result = Nd4j.create(type, packing.tokens(), state.width());
        eachToken(
                packing,
                (t, row) -> put(t == 0 ? state.initial() : state.at(t - 1), row, result, packing.offset(t) + row));
        return result;
    }

    @Override
    public void gemmAfterTN(Sequence x, Rows initial, Sequence b, Matrix c) {
        Shapes.overSteps("gemmAfterTN", type, x, b, c);
        Shapes.rows("gemmAfterTN", type, initial, x);
        product(after(x, initial), b.all().array(), c, true, false, false);
    }

    @Override
    public void gemmAddAfterTN(Sequence x, Rows initial, Sequence b, Matrix c) {
        Shapes.overSteps("gemmAddAfterTN", type, x, b, c);
        Shapes.rows("gemmAddAfterTN", type, initial, x);
        product(after(x, initial), b.all().array(), c, true, false, true);
    }

    private INDArray after(Sequence x, Rows initial) {
        Packing packing = x.packing();
        INDArray result = Nd4j.create(type, packing.tokens(), x.width());
        eachToken(
                packing,
                (t, row) -> put(
                        t + 1 == packing.length(row) ? initial.all() : x.at(t + 1),
                        row,
                        result,
                        packing.offset(t) + row));
        return result;
    }

    @Override
    public void fill(Matrix c, double value) {
        Shapes.type(type, c);
        c.array().assign(value);
    }

    @Override
    public void copy(Matrix from, Matrix to) {
        Shapes.same("copy", type, from, to);
        to.array().assign(from.array());
    }

    @Override
    public void add(Matrix from, Matrix to) {
        Shapes.same("add", type, from, to);
        to.array().addi(from.array());
    }

    @Override
    public void fillRows(Matrix vector, Matrix c) {
        Shapes.vector("fillRows", type, vector, c);
        c.array().assign(repeatRow(vector, c.rows()));
    }

    @Override
    public void broadcastFeatures(Matrix column, Matrix c) {
        Shapes.column("broadcastFeatures", type, column, c);
        c.array().assign(repeatColumn(column, c.cols()));
    }

    @Override
    public void sumRows(Matrix a, Matrix vector) {
        Shapes.vector("sumRows", type, vector, a);
        vector.array().assign(a.array().sum(true, 0));
    }

    @Override
    public void sumRowsAdd(Matrix a, Matrix vector) {
        Shapes.vector("sumRowsAdd", type, vector, a);
        vector.array().addi(a.array().sum(true, 0));
    }

    @Override
    public void sumFeatures(Matrix a, Matrix column) {
        Shapes.column("sumFeatures", type, column, a);
        column.array().assign(a.array().sum(true, 1));
    }

    @Override
    public void sumFeaturesAdd(Matrix a, Matrix column) {
        Shapes.column("sumFeaturesAdd", type, column, a);
        column.array().addi(a.array().sum(true, 1));
    }

    @Override
    public void last(Sequence x, Rows y) {
        Shapes.rows("last", type, y, x);
        Packing packing = x.packing();
        for (int row = 0; row < packing.batch(); row++) {
            put(x.at(packing.length(row) - 1), row, y.all().array(), row);
        }
    }

    @Override
    public void atLast(Rows y, Sequence x) {
        Shapes.rows("atLast", type, y, x);
        Packing packing = x.packing();
        x.all().array().assign(0);
        for (int row = 0; row < packing.batch(); row++) {
            put(y.all(), row, x.all().array(), packing.offset(packing.length(row) - 1) + row);
        }
    }

    @Override
    public void expand(Rows y, Sequence x) {
        Shapes.rows("expand", type, y, x);
        INDArray to = x.all().array();
        eachToken(x.packing(), (t, row) -> put(y.all(), row, to, x.packing().offset(t) + row));
    }

    @Override
    public void shift(Sequence x, Rows initial, Sequence y) {
        Shapes.rows("shift", type, initial, x);
        Shapes.sequences("shift", type, x, y);
        INDArray to = y.all().array();
        eachToken(
                x.packing(),
                (t, row) -> put(
                        t == 0 ? initial.all() : x.at(t - 1),
                        row,
                        to,
                        x.packing().offset(t) + row));
    }

    @Override
    public void shiftReverse(Sequence x, Rows initial, Sequence y) {
        Shapes.rows("shiftReverse", type, initial, x);
        Shapes.sequences("shiftReverse", type, x, y);
        y.all().array().assign(after(x, initial));
    }

    /** Copies a row. */
    private static void put(Matrix from, int fromRow, INDArray to, int toRow) {
        for (int c = 0; c < from.cols(); c++) {
            to.putScalar(toRow, c, from.getDouble(fromRow, c));
        }
    }

    /** What to do with a sorted row at a step. */
    @FunctionalInterface
    private interface TokenAction {
        void at(int t, int row);
    }

    private static void eachToken(Packing packing, TokenAction action) {
        for (int t = 0; t < packing.steps(); t++) {
            for (int row = 0; row < packing.rowsAt(t); row++) {
                action.at(t, row);
            }
        }
    }

    @Override
    public void mask(Frame frame, Matrix c, double rate, double value, int stream) {
        Shapes.type(type, c);
        RandomKey random = frame.random();
        for (int row = 0; row < c.rows(); row++) {
            for (int col = 0; col < c.cols(); col++) {
                float unit = CounterRandom.unit(random.seed(), random.step(), stream, (long) row * c.cols() + col);
                c.setDouble(row, col, unit >= rate ? value : 0);
            }
        }
    }

    @Override
    public void gather(Matrix table, Matrix ids, Matrix y) {
        Shapes.table("gather", type, table, ids, y);
        for (int row = 0; row < ids.rows(); row++) {
            put(table, (int) ids.getDouble(row, 0), y.array(), row);
        }
    }

    @Override
    public void scatter(Matrix ids, Matrix x, Matrix table) {
        Shapes.table("scatter", type, table, ids, x);
        table.array().assign(0);
        scatterAdd(ids, x, table);
    }

    @Override
    public void scatterAdd(Matrix ids, Matrix x, Matrix table) {
        Shapes.table("scatterAdd", type, table, ids, x);
        for (int row = 0; row < ids.rows(); row++) {
            int id = (int) ids.getDouble(row, 0);
            for (int c = 0; c < x.cols(); c++) {
                table.setDouble(id, c, table.getDouble(id, c) + x.getDouble(row, c));
            }
        }
    }

    @Override
    public void softmax(Matrix x, Matrix y) {
        Shapes.same("softmax", type, x, y);
        y.array().assign(Transforms.exp(logSoftmax(x), false));
    }

    @Override
    public void logSoftmax(Matrix x, Matrix y) {
        Shapes.same("logSoftmax", type, x, y);
        y.array().assign(logSoftmax(x));
    }

    private static INDArray logSoftmax(Matrix x) {
        INDArray shifted = x.array().subColumnVector(x.array().max(true, 1));
        INDArray sums = Transforms.exp(shifted, true).sum(true, 1);
        return shifted.subiColumnVector(Transforms.log(sums, false));
    }

    @Override
    public void crossEntropy(Matrix logits, Matrix target, double smoothing, float[] weights, Matrix loss) {
        Shapes.classes("crossEntropy", type, logits, target, smoothing, weights, loss);
        INDArray wanted = wanted(logits, target, smoothing);
        INDArray each = logSoftmax(logits).muli(wanted).sum(true, 1).negi();
        loss.array().assign(each.muliColumnVector(factors(target, weights)));
    }

    @Override
    public void crossEntropyGradient(
            Matrix logits, Matrix target, Matrix g, double smoothing, float[] weights, Matrix d) {
        Shapes.classes("crossEntropyGradient", type, logits, target, smoothing, weights, g);
        Shapes.same("crossEntropyGradient", type, logits, d);
        INDArray difference = Transforms.exp(logSoftmax(logits), false).subi(wanted(logits, target, smoothing));
        INDArray factors = factors(target, weights).muli(g.array());
        d.array().assign(difference.muliColumnVector(factors));
    }

    /** The smoothed distribution over classes that each row should give. */
    private INDArray wanted(Matrix logits, Matrix target, double smoothing) {
        INDArray result = Nd4j.valueArrayOf(new long[] {logits.rows(), logits.cols()}, smoothing / logits.cols(), type);
        for (int row = 0; row < target.rows(); row++) {
            result.putScalar(row, (int) target.getDouble(row, 0), 1 - smoothing + smoothing / logits.cols());
        }
        return result;
    }

    /** Each row's class weight, [rows, 1]. */
    private INDArray factors(Matrix target, float[] weights) {
        INDArray result = Nd4j.ones(type, target.rows(), 1);
        if (weights.length > 0) {
            for (int row = 0; row < target.rows(); row++) {
                result.putScalar(row, 0, weights[(int) target.getDouble(row, 0)]);
            }
        }
        return result;
    }

    @Override
    public void sumSteps(Sequence x, Rows y) {
        Shapes.rows("sumSteps", type, y, x);
        y.all().array().assign(0);
        for (int t = 0; t < x.packing().steps(); t++) {
            y.at(t).array().addi(x.at(t).array());
        }
    }

    @Override
    public void softmaxSteps(Sequence x, Sequence y) {
        Shapes.sequences("softmaxSteps", type, x, y);
        Packing packing = x.packing();
        for (int row = 0; row < packing.batch(); row++) {
            INDArray own = Nd4j.create(type, packing.length(row), x.width());
            for (int t = 0; t < packing.length(row); t++) {
                put(x.at(t), row, own, t);
            }
            INDArray powers = Transforms.exp(own.subiRowVector(own.max(true, 0)), false);
            powers.diviRowVector(powers.sum(true, 0));
            for (int t = 0; t < packing.length(row); t++) {
                for (int c = 0; c < x.width(); c++) {
                    y.at(t).setDouble(row, c, powers.getDouble(t, c));
                }
            }
        }
    }

    @Override
    public void lengths(Frame frame, Rows y) {
        Shapes.lengths("lengths", type, frame, y);
        for (int row = 0; row < y.all().rows(); row++) {
            y.all().setDouble(row, 0, y.packing().length(frame.firstRow() + row));
        }
    }

    @Override
    public void reverse(Sequence x, Sequence y) {
        Shapes.sequences("reverse", type, x, y);
        Shapes.different("reverse", x, y);
        Packing packing = x.packing();
        INDArray to = y.all().array();
        eachToken(packing, (t, row) -> put(x.at(packing.length(row) - 1 - t), row, to, packing.offset(t) + row));
    }

    @Override
    public void lay(Sequence x, Spans y) {
        Shapes.spans("lay", type, x, y);
        eachSpan(
                y.all(),
                (reader, position, span) -> put(
                        x.at(position),
                        y.all().layout().axisRow(reader),
                        y.all().rows().array(),
                        span));
    }

    @Override
    public void unlay(Spans x, Sequence y) {
        Shapes.spans("unlay", type, y, x);
        INDArray to = y.all().array();
        eachSpan(
                x.all(),
                (reader, position, span) -> put(
                        x.all().rows(),
                        span,
                        to,
                        y.packing().offset(position) + x.all().layout().axisRow(reader)));
    }

    @Override
    public void spread(Matrix rows, SpanRows y) {
        Shapes.readers("spread", type, rows, y);
        eachSpan(y, (reader, position, span) -> put(rows, reader, y.rows().array(), span));
    }

    @Override
    public void sumSpans(SpanRows x, Matrix rows) {
        Shapes.readers("sumSpans", type, rows, x);
        rows.array().assign(0);
        eachSpan(x, (reader, position, span) -> {
            for (int c = 0; c < rows.cols(); c++) {
                rows.setDouble(reader, c, rows.getDouble(reader, c) + x.rows().getDouble(span, c));
            }
        });
    }

    @Override
    public void softmaxSpans(SpanRows x, SpanRows y) {
        Shapes.sameSpans("softmaxSpans", type, x, y);
        for (int reader = 0; reader < x.readers(); reader++) {
            int start = x.start(reader);
            INDArray own =
                    Nd4j.create(type, x.start(reader + 1) - start, x.rows().cols());
            for (int span = 0; span < own.rows(); span++) {
                put(x.rows(), start + span, own, span);
            }
            INDArray powers = Transforms.exp(own.subiRowVector(own.max(true, 0)), false);
            powers.diviRowVector(powers.sum(true, 0));
            for (int span = 0; span < own.rows(); span++) {
                for (int c = 0; c < own.columns(); c++) {
                    y.rows().setDouble(start + span, c, powers.getDouble(span, c));
                }
            }
        }
    }

    @Override
    public void positions(SpanRows y) {
        Shapes.positions(type, y);
        eachSpan(y, (reader, position, span) -> y.rows().setDouble(span, 0, position));
    }

    @Override
    public void shiftSpans(Pairs x, Spans initial, Pairs y) {
        Shapes.pairs("shiftSpans", type, x, initial, y);
        for (int t = 0; t < y.steps(); t++) {
            Matrix from = t == 0 ? initial.at(0).rows() : x.at(t - 1).rows();
            for (int span = 0; span < y.at(t).rows().rows(); span++) {
                put(from, span, y.at(t).rows().array(), span);
            }
        }
    }

    @Override
    public void shiftSpansReverse(Pairs x, Spans initial, Pairs y) {
        Shapes.pairs("shiftSpansReverse", type, x, initial, y);
        for (int t = 0; t < y.steps(); t++) {
            int staying = t + 1 < y.steps() ? x.at(t + 1).rows().rows() : 0;
            for (int span = 0; span < y.at(t).rows().rows(); span++) {
                Matrix from =
                        span < staying ? x.at(t + 1).rows() : initial.at(t).rows();
                put(from, span, y.at(t).rows().array(), span);
            }
        }
    }

    @Override
    public void arrange(Rows x, Rows y) {
        Shapes.orders("arrange", type, x, y);
        for (int row = 0; row < y.packing().batch(); row++) {
            put(x.all(), y.packing().place(row), y.all().array(), row);
        }
    }

    @Override
    public void restore(Rows x, Rows y) {
        Shapes.orders("restore", type, x, y);
        for (int row = 0; row < x.packing().batch(); row++) {
            put(x.all(), row, y.all().array(), x.packing().place(row));
        }
    }

    /** What to do with a span of a reader. */
    @FunctionalInterface
    private interface SpanAction {
        void at(int reader, int position, int span);
    }

    private static void eachSpan(SpanRows spans, SpanAction action) {
        for (int reader = 0; reader < spans.readers(); reader++) {
            for (int span = spans.start(reader); span < spans.start(reader + 1); span++) {
                action.at(reader, span - spans.start(reader), span);
            }
        }
    }

    @Override
    public Matrix[] operands() {
        return operands.get();
    }

    @Override
    public void launch(Kernel kernel, Matrix[] operands) {
        int rows = Shapes.launch(kernel, type, operands);
        if (rows == 0) {
            return;
        }
        INDArray[] arrays = new INDArray[kernel.ports().size()];
        for (int p = 0; p < arrays.length; p++) {
            Port port = kernel.ports().get(p);
            Matrix columns = operands[port.operand()].columns(port.from(), port.from() + port.width());
            // Copies, so that a kernel reads what was there before it wrote.
            arrays[p] = switch (port.kind()) {
                case IN -> columns.array().dup('c');
                case OUT -> Nd4j.create(type, rows, port.width());
                case VECTOR -> repeatRow(columns, rows);
                case COLUMN -> repeatColumn(columns, kernel.width());
                case SCALAR -> Nd4j.valueArrayOf(new long[] {rows, kernel.width()}, columns.getDouble(0, 0), type);
            };
        }
        kernel.nd4j().run(arrays);
        for (int p = 0; p < arrays.length; p++) {
            Port port = kernel.ports().get(p);
            if (port.kind() == Port.Kind.OUT) {
                operands[port.operand()]
                        .columns(port.from(), port.from() + port.width())
                        .array()
                        .assign(arrays[p]);
            }
        }
    }

    private INDArray repeatRow(Matrix vector, int rows) {
        return Nd4j.ones(type, rows, 1).mmul(vector.array());
    }

    private INDArray repeatColumn(Matrix column, int width) {
        return column.array().mmul(Nd4j.ones(type, 1, width));
    }

    @Override
    public <F extends Frame> void eachLane(Frames<F> frames, Lane<F> body) {
        for (int lane = 0; lane < frames.lanes(); lane++) {
            body.run(frames.lane(lane));
        }
    }

    @Override
    public <F extends Frame> void eachLaneInOrder(Frames<F> frames, Lane<F> body) {
        eachLane(frames, body);
    }

    @Override
    public double squaredNorm(Matrix m) {
        Shapes.type(type, m);
        INDArray doubles = m.array().castTo(DataType.DOUBLE);
        return doubles.mul(doubles).sumNumber().doubleValue();
    }

    @Override
    public void scale(Matrix m, double factor) {
        Shapes.type(type, m);
        m.array().muli(factor);
    }

    @Override
    public void addScaled(Matrix from, double factor, Matrix to) {
        Shapes.same("addScaled", type, from, to);
        to.array().addi(from.array().mul(factor));
    }

    @Override
    public void clipValue(Matrix m, double limit) {
        Shapes.type(type, m);
        m.array().assign(Transforms.max(Transforms.min(m.array(), limit, true), -limit, true));
    }

    @Override
    public void sgd(Matrix weights, Matrix gradient, Matrix velocity, double rate, double momentum, boolean nesterov) {
        Shapes.same("sgd", type, weights, gradient);
        INDArray step = gradient.array();
        if (momentum != 0) {
            Shapes.same("sgd", type, weights, velocity);
            INDArray v = velocity.array();
            v.muli(momentum).addi(gradient.array());
            step = nesterov ? v.mul(momentum).addi(gradient.array()) : v;
        }
        weights.array().subi(step.mul(rate));
    }

    @Override
    public void adam(
            Matrix weights,
            Matrix gradient,
            Matrix m,
            Matrix v,
            double rate,
            double beta1,
            double beta2,
            double epsilon) {
        Shapes.same("adam", type, weights, gradient);
        Shapes.same("adam", type, weights, m);
        Shapes.same("adam", type, weights, v);
        INDArray g = gradient.array();
        m.array().muli(beta1).addi(g.mul(1 - beta1));
        v.array().muli(beta2).addi(g.mul(g).muli(1 - beta2));
        divideByRoot(weights, m.array(), v, rate, epsilon);
    }

    @Override
    public void rmsprop(Matrix weights, Matrix gradient, Matrix v, double rate, double rho, double epsilon) {
        Shapes.same("rmsprop", type, weights, gradient);
        Shapes.same("rmsprop", type, weights, v);
        INDArray g = gradient.array();
        v.array().muli(rho).addi(g.mul(g).muli(1 - rho));
        divideByRoot(weights, g, v, rate, epsilon);
    }

    @Override
    public void adagrad(Matrix weights, Matrix gradient, Matrix v, double rate, double epsilon) {
        Shapes.same("adagrad", type, weights, gradient);
        Shapes.same("adagrad", type, weights, v);
        INDArray g = gradient.array();
        v.array().addi(g.mul(g));
        divideByRoot(weights, g, v, rate, epsilon);
    }

    private static void divideByRoot(Matrix weights, INDArray step, Matrix v, double rate, double epsilon) {
        weights.array()
                .subi(step.div(Transforms.sqrt(v.array(), true).addi(epsilon)).muli(rate));
    }

    @Override
    public void close() {}
}
