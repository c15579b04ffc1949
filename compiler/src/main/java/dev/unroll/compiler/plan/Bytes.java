package dev.unroll.compiler.plan;

/**
 * Memory in bytes of 4-byte floats, as {@code perRow·B + perToken·N + perPair·P + fixed}.
 *
 * @param perRow bytes per example of a batch
 * @param perToken bytes per example and step
 * @param perPair bytes per step of one axis and position of another that it reads
 * @param fixed bytes whatever the batch
 */
public record Bytes(long perRow, long perToken, long perPair, long fixed) {
    static final Bytes ZERO = new Bytes(0, 0, 0, 0);

    static Bytes of(Buffer buffer) {
        long row = 4L * buffer.width();
        return switch (buffer.storage()) {
            case WEIGHT, GRADIENT -> ZERO;
            case MATRIX -> new Bytes(0, 0, 0, row * buffer.rows());
            case ROWS -> new Bytes(row, 0, 0, 0);
            case SEQUENCE, SPANS -> new Bytes(0, row, 0, 0);
            case STATE -> new Bytes(row, row, 0, 0);
            case PAIRS -> new Bytes(0, 0, row, 0);
        };
    }

    Bytes plus(Bytes other) {
        return new Bytes(
                perRow + other.perRow, perToken + other.perToken, perPair + other.perPair, fixed + other.fixed);
    }

    Bytes max(Bytes other) {
        return new Bytes(
                Math.max(perRow, other.perRow),
                Math.max(perToken, other.perToken),
                Math.max(perPair, other.perPair),
                Math.max(fixed, other.fixed));
    }

    /** Bytes for a batch of {@code rows} examples of {@code steps} steps each, on every axis. */
    public long at(int rows, int steps) {
        return perRow * rows + perToken * rows * steps + perPair * rows * steps * steps + fixed;
    }

    @Override
    public String toString() {
        return "B*" + perRow + " + N*" + perToken + (perPair == 0 ? "" : " + P*" + perPair) + " + " + fixed;
    }
}
