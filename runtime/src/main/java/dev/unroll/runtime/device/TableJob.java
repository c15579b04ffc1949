package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Rows of a table by their ids. A gather is cut by rows. A scatter is cut by columns of the table: each part goes through all rows in
 * their order, so that a sum does not depend on how it was cut.
 */
final class TableJob extends Job {
    private static final int PART_ELEMENTS = 64 * 1024;
    private static final int MOST_PARTS = 16;
    /** Columns of a part of a scatter: with fewer, finding the row costs more than adding it. */
    private static final int FEWEST_COLUMNS = 32;

    private Matrix table;
    private Matrix ids;
    private Matrix x;
    private boolean gathers;
    private boolean adds;
    private int parts;

    /** Takes y = table[ids]; returns the number of parts. */
    int setGather(Matrix table, Matrix ids, Matrix y) {
        this.table = table;
        this.ids = ids;
        this.x = y;
        gathers = true;
        parts = (int) Math.max(1, Math.min(Math.min(y.rows(), MOST_PARTS), y.size() / PART_ELEMENTS));
        return parts;
    }

    /** Takes a sum of rows of x by id; returns the number of parts. */
    int setScatter(Matrix ids, Matrix x, Matrix table, boolean adds) {
        this.table = table;
        this.ids = ids;
        this.x = x;
        this.adds = adds;
        gathers = false;
        long elements = x.size() + (adds ? 0 : table.size());
        int widest = x.cols() / FEWEST_COLUMNS;
        parts = (int) Math.max(1, Math.min(Math.min(widest, MOST_PARTS), elements / PART_ELEMENTS));
        return parts;
    }

    @Override
    void part(int part, Worker worker) {
        if (gathers) {
            gather(start(x.rows(), parts, part), start(x.rows(), parts, part + 1));
        } else {
            scatter(start(x.cols(), parts, part), start(x.cols(), parts, part + 1), worker);
        }
    }

    private void gather(int from, int to) {
        for (int row = from; row < to; row++) {
            RowJob.copy(table, id(row), x, row, 1);
        }
    }

    private void scatter(int from, int to, Worker worker) {
        int width = to - from;
        float[][] arrays = worker.scratch(2, width);
        float[] sum = arrays[0];
        float[] one = arrays[1];
        FloatBuffer sums = table.arena().floats();
        FloatBuffer rows = x.arena().floats();
        if (!adds) {
            clear(from, width, sum);
        }
        for (int row = 0; row < x.rows(); row++) {
            int at = place(table, id(row)) + from;
            sums.get(at, sum, 0, width);
            rows.get(place(x, row) + from, one, 0, width);
            add(width, one, sum);
            sums.put(at, sum, 0, width);
        }
    }

    private void clear(int from, int width, float[] zeros) {
        FloatBuffer sums = table.arena().floats();
        if (width == table.stride()) {
            int block = Math.max(1, zeros.length / width);
            Arrays.fill(zeros, 0, Math.min(block, table.rows()) * width, 0f);
            for (int row = 0; row < table.rows(); row += block) {
                sums.put(place(table, row), zeros, 0, Math.min(block, table.rows() - row) * width);
            }
        } else {
            Arrays.fill(zeros, 0, width, 0f);
            for (int row = 0; row < table.rows(); row++) {
                sums.put(place(table, row) + from, zeros, 0, width);
            }
        }
    }

    private static void add(int n, float[] x, float[] y) {
        for (int k = 0; k < n; k++) {
            y[k] += x[k];
        }
    }

    private int id(int row) {
        return (int) ids.arena().floats().get(place(ids, row));
    }

    private static int place(Matrix matrix, int row) {
        return (int) (matrix.offset() + (long) row * matrix.stride());
    }
}
