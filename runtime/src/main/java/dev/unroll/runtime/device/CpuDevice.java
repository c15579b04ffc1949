package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.Frames;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Pairs;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;
import dev.unroll.runtime.memory.SpanRows;
import dev.unroll.runtime.memory.Spans;
import dev.unroll.runtime.random.CounterRandom;
import dev.unroll.runtime.random.RandomKey;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The fast device: float, OpenBLAS on native addresses, kernels as loops over {@code float[]}, a small team of threads. Nothing is
 * allocated by a call. Work is cut by its shape alone, so results do not depend on the number of threads.
 *
 * <p>OpenBLAS is set to one thread for the whole process; ND4J's own products then run on one thread too. A program that starts ND4J
 * itself should do so before it makes a device, since ND4J sets the number of threads when it starts. Several threads may use
 * one device at once, on different memory: one of them gets the team's help.
 */
public final class CpuDevice implements Device {
    private static final DataType TYPE = DataType.FLOAT;

    private final String name;
    private final Team team;
    private final CpuProducts products;

    private CpuDevice(int threads) {
        String core = Blas.start();
        team = new Team(threads);
        products = new CpuProducts(team);
        name = "CPU, " + threads + (threads == 1 ? " thread" : " threads") + ", OpenBLAS " + core;
    }

    /** A device with one thread for each core the JVM may use. */
    public static CpuDevice create() {
        return create(Runtime.getRuntime().availableProcessors());
    }

    /**
     * A device with a number of threads, the caller's included.
     *
     * @throws IllegalArgumentException if that is not positive
     */
    public static CpuDevice create(int threads) {
        if (threads <= 0) {
            throw new IllegalArgumentException("a device needs at least one thread, not " + threads);
        }
        return new CpuDevice(threads);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DataType dataType() {
        return TYPE;
    }

    @Override
    public void gemm(Matrix a, Matrix b, Matrix c) {
        product("gemm", a, b, c, false, false, 0);
    }

    @Override
    public void gemmAdd(Matrix a, Matrix b, Matrix c) {
        product("gemmAdd", a, b, c, false, false, 1);
    }

    @Override
    public void gemmNT(Matrix a, Matrix b, Matrix c) {
        product("gemmNT", a, b, c, false, true, 0);
    }

    @Override
    public void gemmAddNT(Matrix a, Matrix b, Matrix c) {
        product("gemmAddNT", a, b, c, false, true, 1);
    }

    @Override
    public void gemmTN(Matrix a, Matrix b, Matrix c) {
        product("gemmTN", a, b, c, true, false, 0);
    }

    @Override
    public void gemmAddTN(Matrix a, Matrix b, Matrix c) {
        product("gemmAddTN", a, b, c, true, false, 1);
    }

    private void product(String op, Matrix a, Matrix b, Matrix c, boolean transposeA, boolean transposeB, float beta) {
        Shapes.product(op, TYPE, a, b, c, transposeA, transposeB);
        products.gemm(Worker.current(), transposeA, transposeB, a, b, beta, c);
    }

    @Override
    public void gemmBeforeTN(Sequence state, Sequence b, Matrix c) {
        Shapes.overSteps("gemmBeforeTN", TYPE, state, b, c);
        products.before(Worker.current(), state, b, 0, c);
    }

    @Override
    public void gemmAddBeforeTN(Sequence state, Sequence b, Matrix c) {
        Shapes.overSteps("gemmAddBeforeTN", TYPE, state, b, c);
        products.before(Worker.current(), state, b, 1, c);
    }

    @Override
    public void gemmAfterTN(Sequence x, Rows initial, Sequence b, Matrix c) {
        Shapes.overSteps("gemmAfterTN", TYPE, x, b, c);
        Shapes.rows("gemmAfterTN", TYPE, initial, x);
        products.after(Worker.current(), x, initial, b, 0, c);
    }

    @Override
    public void gemmAddAfterTN(Sequence x, Rows initial, Sequence b, Matrix c) {
        Shapes.overSteps("gemmAddAfterTN", TYPE, x, b, c);
        Shapes.rows("gemmAddAfterTN", TYPE, initial, x);
        products.after(Worker.current(), x, initial, b, 1, c);
    }

    @Override
    public void fill(Matrix c, double value) {
        Shapes.type(TYPE, c);
        elements(ElementOp.FILL, c, null, null, null, (float) value, 0, 0, 0);
    }

    @Override
    public void copy(Matrix from, Matrix to) {
        Shapes.same("copy", TYPE, from, to);
        rows(RowJob.Kind.COPY, to, from);
    }

    @Override
    public void add(Matrix from, Matrix to) {
        Shapes.same("add", TYPE, from, to);
        elements(ElementOp.ADD, from, to, null, null, 0, 0, 0, 0);
    }

    @Override
    public void fillRows(Matrix vector, Matrix c) {
        Shapes.vector("fillRows", TYPE, vector, c);
        rows(RowJob.Kind.FILL_ROWS, c, vector);
    }

    @Override
    public void broadcastFeatures(Matrix column, Matrix c) {
        Shapes.column("broadcastFeatures", TYPE, column, c);
        rows(RowJob.Kind.BROADCAST_FEATURES, c, column);
    }

    @Override
    public void sumRows(Matrix a, Matrix vector) {
        sumRows("sumRows", a, vector, false);
    }

    @Override
    public void sumRowsAdd(Matrix a, Matrix vector) {
        sumRows("sumRowsAdd", a, vector, true);
    }

    private void sumRows(String op, Matrix a, Matrix vector, boolean add) {
        Shapes.vector(op, TYPE, vector, a);
        Worker w = Worker.current();
        team.run(w.sums, w.sums.setRows(a), w);
        float[] sums = w.sums.rowSums();
        if (add) {
            float[] old = w.scratch(1, a.cols())[0];
            vector.arena().floats().get((int) vector.offset(), old, 0, a.cols());
            for (int c = 0; c < a.cols(); c++) {
                sums[c] += old[c];
            }
        }
        vector.arena().floats().put((int) vector.offset(), sums, 0, a.cols());
    }

    @Override
    public void sumFeatures(Matrix a, Matrix column) {
        Shapes.column("sumFeatures", TYPE, column, a);
        rows(RowJob.Kind.SUM_FEATURES, column, a);
    }

    @Override
    public void sumFeaturesAdd(Matrix a, Matrix column) {
        Shapes.column("sumFeaturesAdd", TYPE, column, a);
        rows(RowJob.Kind.SUM_FEATURES_ADD, column, a);
    }

    @Override
    public void last(Sequence x, Rows y) {
        Shapes.rows("last", TYPE, y, x);
        CpuSequences.last(x, y);
    }

    @Override
    public void atLast(Rows y, Sequence x) {
        Shapes.rows("atLast", TYPE, y, x);
        fill(x.all(), 0);
        CpuSequences.atLast(y, x);
    }

    @Override
    public void expand(Rows y, Sequence x) {
        Shapes.rows("expand", TYPE, y, x);
        CpuSequences.expand(y, x);
    }

    @Override
    public void shift(Sequence x, Rows initial, Sequence y) {
        Shapes.rows("shift", TYPE, initial, x);
        Shapes.sequences("shift", TYPE, x, y);
        CpuSequences.shift(x, initial, y);
    }

    @Override
    public void shiftReverse(Sequence x, Rows initial, Sequence y) {
        Shapes.rows("shiftReverse", TYPE, initial, x);
        Shapes.sequences("shiftReverse", TYPE, x, y);
        CpuSequences.shiftReverse(x, initial, y);
    }

    @Override
    public void mask(Frame frame, Matrix c, double rate, double value, int stream) {
        Shapes.type(TYPE, c);
        RandomKey random = frame.random();
        Worker w = Worker.current();
        long key = CounterRandom.key(random.seed(), random.step(), stream);
        // Units are multiples of 2^-24, so that comparing with the next one keeps exactly those that are at least the
        // rate.
        float least = (float) (Math.ceil(rate * 0x1p24) * 0x1p-24);
        team.run(w.rows, w.rows.setMask(c, least, (float) value, key), w);
    }

    @Override
    public void gather(Matrix table, Matrix ids, Matrix y) {
        Shapes.table("gather", TYPE, table, ids, y);
        Worker w = Worker.current();
        team.run(w.tables, w.tables.setGather(table, ids, y), w);
    }

    @Override
    public void scatter(Matrix ids, Matrix x, Matrix table) {
        Shapes.table("scatter", TYPE, table, ids, x);
        Worker w = Worker.current();
        team.run(w.tables, w.tables.setScatter(ids, x, table, false), w);
    }

    @Override
    public void scatterAdd(Matrix ids, Matrix x, Matrix table) {
        Shapes.table("scatterAdd", TYPE, table, ids, x);
        Worker w = Worker.current();
        team.run(w.tables, w.tables.setScatter(ids, x, table, true), w);
    }

    @Override
    public void softmax(Matrix x, Matrix y) {
        Shapes.same("softmax", TYPE, x, y);
        Worker w = Worker.current();
        team.run(w.classes, w.classes.set(ClassJob.Kind.SOFTMAX, x, y), w);
    }

    @Override
    public void logSoftmax(Matrix x, Matrix y) {
        Shapes.same("logSoftmax", TYPE, x, y);
        Worker w = Worker.current();
        team.run(w.classes, w.classes.set(ClassJob.Kind.LOG_SOFTMAX, x, y), w);
    }

    @Override
    public void crossEntropy(Matrix logits, Matrix target, double smoothing, float[] weights, Matrix loss) {
        Shapes.classes("crossEntropy", TYPE, logits, target, smoothing, weights, loss);
        Worker w = Worker.current();
        team.run(w.classes, w.classes.setLoss(logits, target, smoothing, weights, loss), w);
    }

    @Override
    public void crossEntropyGradient(
            Matrix logits, Matrix target, Matrix g, double smoothing, float[] weights, Matrix d) {
        Shapes.classes("crossEntropyGradient", TYPE, logits, target, smoothing, weights, g);
        Shapes.same("crossEntropyGradient", TYPE, logits, d);
        Worker w = Worker.current();
        team.run(w.classes, w.classes.setGradient(logits, target, g, smoothing, weights, d), w);
    }

    @Override
    public void sumSteps(Sequence x, Rows y) {
        Shapes.rows("sumSteps", TYPE, y, x);
        Worker w = Worker.current();
        team.run(w.steps, w.steps.setSum(x, y), w);
    }

    @Override
    public void softmaxSteps(Sequence x, Sequence y) {
        Shapes.sequences("softmaxSteps", TYPE, x, y);
        Worker w = Worker.current();
        team.run(w.steps, w.steps.setSoftmax(x, y), w);
    }

    @Override
    public void lengths(Frame frame, Rows y) {
        Shapes.lengths("lengths", TYPE, frame, y);
        CpuSequences.lengths(frame, y);
    }

    @Override
    public void reverse(Sequence x, Sequence y) {
        Shapes.sequences("reverse", TYPE, x, y);
        Shapes.different("reverse", x, y);
        CpuSequences.reverse(x, y);
    }

    @Override
    public void lay(Sequence x, Spans y) {
        Shapes.spans("lay", TYPE, x, y);
        CpuSpans.lay(x, y);
    }

    @Override
    public void unlay(Spans x, Sequence y) {
        Shapes.spans("unlay", TYPE, y, x);
        CpuSpans.unlay(x, y);
    }

    @Override
    public void spread(Matrix rows, SpanRows y) {
        Shapes.readers("spread", TYPE, rows, y);
        Worker w = Worker.current();
        team.run(w.spans, w.spans.setSpread(rows, y), w);
    }

    @Override
    public void sumSpans(SpanRows x, Matrix rows) {
        Shapes.readers("sumSpans", TYPE, rows, x);
        Worker w = Worker.current();
        team.run(w.spans, w.spans.setSum(x, rows), w);
    }

    @Override
    public void softmaxSpans(SpanRows x, SpanRows y) {
        Shapes.sameSpans("softmaxSpans", TYPE, x, y);
        Worker w = Worker.current();
        team.run(w.spans, w.spans.setSoftmax(x, y), w);
    }

    @Override
    public void positions(SpanRows y) {
        Shapes.positions(TYPE, y);
        CpuSpans.positions(y);
    }

    @Override
    public void shiftSpans(Pairs x, Spans initial, Pairs y) {
        Shapes.pairs("shiftSpans", TYPE, x, initial, y);
        CpuSpans.shift(x, initial, y);
    }

    @Override
    public void shiftSpansReverse(Pairs x, Spans initial, Pairs y) {
        Shapes.pairs("shiftSpansReverse", TYPE, x, initial, y);
        CpuSpans.shiftReverse(x, initial, y);
    }

    @Override
    public void arrange(Rows x, Rows y) {
        Shapes.orders("arrange", TYPE, x, y);
        CpuSpans.arrange(x, y);
    }

    @Override
    public void restore(Rows x, Rows y) {
        Shapes.orders("restore", TYPE, x, y);
        CpuSpans.restore(x, y);
    }

    @Override
    public Matrix[] operands() {
        return Worker.current().operands;
    }

    @Override
    public void launch(Kernel kernel, Matrix[] operands) {
        int rows = Shapes.launch(kernel, TYPE, operands);
        Worker w = Worker.current();
        int parts = w.launch.set(kernel, operands, rows);
        if (w.inLane) {
            w.launch.run(0, rows, w);
        } else {
            team.run(w.launch, parts, w);
        }
    }

    @Override
    public <F extends Frame> void eachLane(Frames<F> frames, Lane<F> body) {
        Blas.keepToOneThread();
        Worker w = Worker.current();
        w.lanes.set(frames, body);
        team.run(w.lanes, frames.lanes(), w);
    }

    @Override
    public <F extends Frame> void eachLaneInOrder(Frames<F> frames, Lane<F> body) {
        Blas.keepToOneThread();
        Worker w = Worker.current();
        w.lanes.set(frames, body);
        for (int lane = 0; lane < frames.lanes(); lane++) {
            w.lanes.part(lane, w);
        }
    }

    @Override
    public double squaredNorm(Matrix m) {
        requireDense("squaredNorm", m);
        Worker w = Worker.current();
        team.run(w.sums, w.sums.setSquares(m), w);
        return w.sums.squaredNorm();
    }

    @Override
    public void scale(Matrix m, double factor) {
        Shapes.type(TYPE, m);
        elements(ElementOp.SCALE, m, null, null, null, factor, 0, 0, 0);
    }

    @Override
    public void addScaled(Matrix from, double factor, Matrix to) {
        Shapes.same("addScaled", TYPE, from, to);
        elements(ElementOp.ADD_SCALED, from, to, null, null, factor, 0, 0, 0);
    }

    @Override
    public void clipValue(Matrix m, double limit) {
        Shapes.type(TYPE, m);
        elements(ElementOp.CLIP, m, null, null, null, limit, 0, 0, 0);
    }

    @Override
    public void sgd(Matrix weights, Matrix gradient, Matrix velocity, double rate, double momentum, boolean nesterov) {
        Shapes.same("sgd", TYPE, weights, gradient);
        if (momentum == 0) {
            elements(ElementOp.DESCEND, weights, gradient, null, null, rate, 0, 0, 0);
        } else {
            Shapes.same("sgd", TYPE, weights, velocity);
            ElementOp op = nesterov ? ElementOp.NESTEROV : ElementOp.MOMENTUM;
            elements(op, weights, gradient, velocity, null, rate, momentum, 0, 0);
        }
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
        Shapes.same("adam", TYPE, weights, gradient);
        Shapes.same("adam", TYPE, weights, m);
        Shapes.same("adam", TYPE, weights, v);
        elements(ElementOp.ADAM, weights, gradient, m, v, rate, beta1, beta2, epsilon);
    }

    @Override
    public void rmsprop(Matrix weights, Matrix gradient, Matrix v, double rate, double rho, double epsilon) {
        Shapes.same("rmsprop", TYPE, weights, gradient);
        Shapes.same("rmsprop", TYPE, weights, v);
        elements(ElementOp.RMSPROP, weights, gradient, v, null, rate, rho, epsilon, 0);
    }

    @Override
    public void adagrad(Matrix weights, Matrix gradient, Matrix v, double rate, double epsilon) {
        Shapes.same("adagrad", TYPE, weights, gradient);
        Shapes.same("adagrad", TYPE, weights, v);
        elements(ElementOp.ADAGRAD, weights, gradient, v, null, rate, epsilon, 0, 0);
    }

    private void elements(
            ElementOp op, Matrix x, Matrix y, Matrix z, Matrix u, double p, double q, double r, double s) {
        Worker w = Worker.current();
        team.run(w.elements, w.elements.set(op, x, y, z, u, p, q, r, s), w);
    }

    private void rows(RowJob.Kind kind, Matrix x, Matrix y) {
        Worker w = Worker.current();
        team.run(w.rows, w.rows.set(kind, x, y), w);
    }

    private static void requireDense(String op, Matrix m) {
        Shapes.type(TYPE, m);
        if (!m.isDense()) {
            throw new IllegalArgumentException(op + " of " + m + " with gaps between its rows");
        }
    }

    @Override
    public void close() {
        team.close();
    }
}
