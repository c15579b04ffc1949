package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;

/** What belongs to one thread that calls a device: pointers, operands, scratch arrays, jobs. Made once for each thread. */
final class Worker {
    /** Elements of a scratch array, unless a wider row needs more. */
    static final int BLOCK = 4096;

    private static final ThreadLocal<Worker> CURRENT = ThreadLocal.withInitial(Worker::new);

    final Cursor a = new Cursor();
    final Cursor b = new Cursor();
    final Cursor c = new Cursor();
    final Matrix[] operands = new Matrix[Kernel.MAX_OPERANDS];
    final LaunchJob launch = new LaunchJob();
    final GemmJob gemm = new GemmJob();
    final RowJob rows = new RowJob();
    final ElementJob elements = new ElementJob();
    final SumJob sums = new SumJob();
    final TableJob tables = new TableJob();
    final ClassJob classes = new ClassJob();
    final StepJob steps = new StepJob();
    final SpanJob spans = new SpanJob();
    final LaneJob lanes = new LaneJob();
    final Exponential exponential = new Exponential();

    /** Whether this thread runs a lane: it must not split its work further. */
    boolean inLane;

    private float[][] scratch = new float[0][];

    private Worker() {}

    static Worker current() {
        return CURRENT.get();
    }

    /** At least {@code count} arrays of at least {@code size} elements. */
    float[][] scratch(int count, int size) {
        if (scratch.length < count || (count > 0 && scratch[count - 1].length < size)) {
            grow(count, Math.max(BLOCK, size));
        }
        return scratch;
    }

    private void grow(int count, int size) {
        float[][] grown = new float[Math.max(count, scratch.length)][];
        for (int i = 0; i < grown.length; i++) {
            boolean fits = i < scratch.length && (i >= count || scratch[i].length >= size);
            grown[i] = fits ? scratch[i] : new float[size];
        }
        scratch = grown;
    }
}
