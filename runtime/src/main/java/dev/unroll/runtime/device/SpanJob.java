package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.SpanRows;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Spreads, sums and softmax over each reader's spans, cut by readers: all spans of one are computed by one thread, in their order. */
final class SpanJob extends Job {
    private enum Kind {
        SPREAD,
        SUM,
        SOFTMAX
    }

    private static final int PART_ELEMENTS = 16 * 1024;
    private static final int MOST_PARTS = 64;

    private Kind kind;
    private SpanRows x;
    private SpanRows y;
    private Matrix rows;
    private int parts;

    /** Takes a spread of rows over spans; returns the number of parts. */
    int setSpread(Matrix rows, SpanRows x) {
        return set(Kind.SPREAD, x, x, rows);
    }

    /** Takes a sum of spans into rows; returns the number of parts. */
    int setSum(SpanRows x, Matrix rows) {
        return set(Kind.SUM, x, x, rows);
    }

    /** Takes a softmax over spans; returns the number of parts. */
    int setSoftmax(SpanRows x, SpanRows y) {
        return set(Kind.SOFTMAX, x, y, null);
    }

    private int set(Kind kind, SpanRows x, SpanRows y, Matrix rows) {
        this.kind = kind;
        this.x = x;
        this.y = y;
        this.rows = rows;
        long elements = (long) x.rows().rows() * x.rows().cols();
        parts = (int) Math.max(1, Math.min(Math.min(x.readers(), MOST_PARTS), elements / PART_ELEMENTS));
        return parts;
    }

    @Override
    void part(int part, Worker worker) {
        float[][] arrays = worker.scratch(3, x.rows().cols());
        for (int reader = start(x.readers(), parts, part); reader < start(x.readers(), parts, part + 1); reader++) {
            switch (kind) {
                case SPREAD -> spread(reader, arrays[0]);
                case SUM -> sum(reader, arrays[0], arrays[1]);
                case SOFTMAX -> softmax(reader, arrays[0], arrays[1], arrays[2]);
            }
        }
    }

    private void spread(int reader, float[] row) {
        int width = rows.cols();
        rows.arena().floats().get(place(rows, reader), row, 0, width);
        FloatBuffer to = x.rows().arena().floats();
        for (int span = x.start(reader); span < x.start(reader + 1); span++) {
            to.put(place(x.rows(), span), row, 0, width);
        }
    }

    private void sum(int reader, float[] sum, float[] row) {
        int width = rows.cols();
        FloatBuffer from = x.rows().arena().floats();
        Arrays.fill(sum, 0, width, 0f);
        for (int span = x.start(reader); span < x.start(reader + 1); span++) {
            from.get(place(x.rows(), span), row, 0, width);
            for (int k = 0; k < width; k++) {
                sum[k] += row[k];
            }
        }
        rows.arena().floats().put(place(rows, reader), sum, 0, width);
    }

    private void softmax(int reader, float[] most, float[] sum, float[] row) {
        int width = x.rows().cols();
        FloatBuffer from = x.rows().arena().floats();
        FloatBuffer to = y.rows().arena().floats();
        Arrays.fill(most, 0, width, Float.NEGATIVE_INFINITY);
        Arrays.fill(sum, 0, width, 0f);
        for (int span = x.start(reader); span < x.start(reader + 1); span++) {
            from.get(place(x.rows(), span), row, 0, width);
            for (int k = 0; k < width; k++) {
                most[k] = Math.max(row[k], most[k]);
            }
        }
        for (int span = x.start(reader); span < x.start(reader + 1); span++) {
            from.get(place(x.rows(), span), row, 0, width);
            for (int k = 0; k < width; k++) {
                row[k] = FloatMath.exp(row[k] - most[k]);
                sum[k] += row[k];
            }
            to.put(place(y.rows(), span), row, 0, width);
        }
        for (int span = x.start(reader); span < x.start(reader + 1); span++) {
            to.get(place(y.rows(), span), row, 0, width);
            for (int k = 0; k < width; k++) {
                row[k] /= sum[k];
            }
            to.put(place(y.rows(), span), row, 0, width);
        }
    }

    private static int place(Matrix matrix, int row) {
        return (int) (matrix.offset() + (long) row * matrix.stride());
    }
}
