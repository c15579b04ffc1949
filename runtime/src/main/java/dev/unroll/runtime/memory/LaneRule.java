package dev.unroll.runtime.memory;

/** How a batch is cut into lanes: from its size alone. */
final class LaneRule {
    /** Fewer rows than this make small products inefficient; see docs/kernels.md for the measurement. */
    private static final int ROWS = 16;

    private static final int MOST = 8;

    private LaneRule() {}

    static int lanes(int batch) {
        return Math.max(1, Math.min(MOST, batch / ROWS));
    }

    /** First row of lane {@code i}; the sizes of lanes differ by at most one row. */
    static int start(int batch, int lanes, int i) {
        return (int) ((long) batch * i / lanes);
    }
}
