package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Pairs;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;
import dev.unroll.runtime.memory.SpanRows;
import dev.unroll.runtime.memory.Spans;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Checks of operands, before native code sees them: a wrong shape there ends the process. Comparisons only; messages are made when
 * one fails.
 */
final class Shapes {
    private Shapes() {}

    static void type(DataType type, Matrix matrix) {
        if (matrix.arena().type() != type) {
            throw new IllegalArgumentException("a matrix of " + matrix.arena().type() + " on a device of " + type);
        }
    }

    static void product(
            String op, DataType type, Matrix a, Matrix b, Matrix c, boolean transposeA, boolean transposeB) {
        int m = transposeA ? a.cols() : a.rows();
        int k = transposeA ? a.rows() : a.cols();
        int n = transposeB ? b.rows() : b.cols();
        if (k != (transposeB ? b.cols() : b.rows()) || m != c.rows() || n != c.cols()) {
            throw new IllegalArgumentException(op + " of " + a + " and " + b + " into " + c);
        }
        if (a == c || b == c) {
            throw new IllegalArgumentException(op + " into one of its factors, " + c);
        }
        types(type, a, b, c);
    }

    static void same(String op, DataType type, Matrix a, Matrix b) {
        if (a.rows() != b.rows() || a.cols() != b.cols()) {
            throw new IllegalArgumentException(op + " of " + a + " and " + b);
        }
        type(type, a);
        type(type, b);
    }

    /** A [1, F] and a [rows, F]. */
    static void vector(String op, DataType type, Matrix vector, Matrix all) {
        if (vector.rows() != 1 || vector.cols() != all.cols()) {
            throw new IllegalArgumentException(op + " of a vector " + vector + " and " + all);
        }
        type(type, vector);
        type(type, all);
    }

    /** A [rows, 1] and a [rows, F]. */
    static void column(String op, DataType type, Matrix column, Matrix all) {
        if (column.cols() != 1 || column.rows() != all.rows()) {
            throw new IllegalArgumentException(op + " of a column " + column + " and " + all);
        }
        type(type, column);
        type(type, all);
    }

    /** A batch value and a sequence over it. */
    static void rows(String op, DataType type, Rows rows, Sequence sequence) {
        int batch = sequence.packing() == null ? -1 : sequence.packing().batch();
        if (rows.width() != sequence.width() || rows.all().rows() != batch) {
            throw new IllegalArgumentException(
                    op + " of " + rows.all() + " and a sequence of " + batch + " rows, width " + sequence.width());
        }
        types(type, rows.all(), sequence.all(), sequence.all());
    }

    static void sequences(String op, DataType type, Sequence x, Sequence y) {
        if (x.packing() == null || x.packing() != y.packing() || x.width() != y.width()) {
            throw new IllegalArgumentException(
                    op + " of sequences of different batches, or of widths " + x.width() + " and " + y.width());
        }
        types(type, x.all(), y.all(), y.all());
    }

    static void different(String op, Sequence x, Sequence y) {
        if (x == y
                || (x.all().arena() == y.all().arena()
                        && x.all().offset() == y.all().offset())) {
            throw new IllegalArgumentException(op + " of a sequence into itself");
        }
    }

    /** A sequence and its rows side by side. */
    static void spans(String op, DataType type, Sequence sequence, Spans spans) {
        boolean same = sequence.packing() != null
                && sequence.packing() == spans.all().layout().positions()
                && spans.all().readers() == sequence.packing().batch();
        if (!same || sequence.width() != spans.width()) {
            throw new IllegalArgumentException(op + " of a sequence and spans of another axis or batch, or of widths "
                    + sequence.width() + " and " + spans.width());
        }
        types(type, sequence.all(), spans.all().rows(), spans.all().rows());
    }

    /** A row for each reader, and their spans. */
    static void readers(String op, DataType type, Matrix rows, SpanRows spans) {
        if (rows.rows() != spans.readers() || rows.cols() != spans.rows().cols()) {
            throw new IllegalArgumentException(
                    op + " of " + rows + " and " + spans.rows() + " of " + spans.readers() + " readers");
        }
        types(type, rows, spans.rows(), rows);
    }

    static void sameSpans(String op, DataType type, SpanRows x, SpanRows y) {
        if (x.layout() != y.layout() || x.readers() != y.readers()) {
            throw new IllegalArgumentException(op + " of the spans of different readers");
        }
        same(op, type, x.rows(), y.rows());
    }

    static void positions(DataType type, SpanRows y) {
        if (y.rows().cols() != 1) {
            throw new IllegalArgumentException("positions into " + y.rows());
        }
        type(type, y.rows());
    }

    static void pairs(String op, DataType type, Pairs x, Spans initial, Pairs y) {
        boolean fit = x.width() == y.width() && x.width() == initial.width() && x.steps() == y.steps();
        if (!fit
                || x.at(0).layout() != y.at(0).layout()
                || x.at(0).layout() != initial.all().layout()) {
            throw new IllegalArgumentException(op + " of pairs and spans of different axes or widths");
        }
        types(type, x.at(0).rows(), y.at(0).rows(), initial.all().rows());
    }

    /** Rows of one batch in two orders. */
    static void orders(String op, DataType type, Rows x, Rows y) {
        same(op, type, x.all(), y.all());
        if (x.packing().batch() != x.all().rows()) {
            throw new IllegalArgumentException(op + " of a part of a batch");
        }
    }

    /** A frame's examples and [B, 1]. */
    static void lengths(String op, DataType type, Frame frame, Rows y) {
        if (y.width() != 1 || y.all().rows() != frame.endRow() - frame.firstRow()) {
            throw new IllegalArgumentException(
                    op + " of " + (frame.endRow() - frame.firstRow()) + " examples into " + y.all());
        }
        type(type, y.all());
    }

    /** A sum over steps of products of a shifted sequence, width m, and a sequence, width n, into [m, n]. */
    static void overSteps(String op, DataType type, Sequence x, Sequence b, Matrix c) {
        if (x.packing() == null || x.packing() != b.packing()) {
            throw new IllegalArgumentException(op + " of sequences of different batches");
        }
        if (c.rows() != x.width() || c.cols() != b.width()) {
            throw new IllegalArgumentException(op + " of widths " + x.width() + " and " + b.width() + " into " + c);
        }
        types(type, x.all(), b.all(), c);
    }

    /** Ids [rows, 1] of rows of a table [V, F], and rows of its width [rows, F]. */
    static void table(String op, DataType type, Matrix table, Matrix ids, Matrix rows) {
        if (ids.cols() != 1 || ids.rows() != rows.rows() || table.cols() != rows.cols()) {
            throw new IllegalArgumentException(op + " of a table " + table + ", ids " + ids + " and rows " + rows);
        }
        types(type, table, ids, rows);
        ids(op, ids, table.rows());
    }

    /** Logits [rows, C], targets [rows, 1], and a column [rows, 1]. */
    static void classes(
            String op, DataType type, Matrix logits, Matrix target, double smoothing, float[] weights, Matrix column) {
        column(op, type, column, logits);
        column(op, type, target, logits);
        if (weights.length != 0 && weights.length != logits.cols()) {
            throw new IllegalArgumentException(op + " with " + weights.length + " weights for classes of " + logits);
        }
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException(op + " with a smoothing of " + smoothing + ", not from 0 to below 1");
        }
        ids(op, target, logits.cols());
    }

    /** Whether all ids are whole numbers from 0 to below {@code count}. */
    private static void ids(String op, Matrix ids, int count) {
        for (int row = 0; row < ids.rows(); row++) {
            double id = ids.getDouble(row, 0);
            if (!(id >= 0 && id < count && id == (int) id)) {
                throw new IllegalArgumentException(
                        op + ": row " + row + " has the id " + id + ", not a whole number from 0 to " + (count - 1));
            }
        }
    }

    /** Rows of a launch. */
    static int launch(Kernel kernel, DataType type, Matrix[] operands) {
        int rows = -1;
        Port[] ports = kernel.portArray();
        for (int p = 0; p < ports.length; p++) {
            Port port = ports[p];
            Matrix operand = operands[port.operand()];
            if (port.from() + port.width() > operand.cols()) {
                throw misfit(kernel, port, operand, "too few columns");
            }
            type(type, operand);
            switch (port.kind()) {
                case VECTOR, SCALAR -> {
                    if (operand.rows() != 1) {
                        throw misfit(kernel, port, operand, "one row expected");
                    }
                }
                case IN, OUT, COLUMN -> {
                    if (rows >= 0 && rows != operand.rows()) {
                        throw misfit(kernel, port, operand, rows + " rows expected");
                    }
                    rows = operand.rows();
                }
            }
        }
        return rows;
    }

    private static IllegalArgumentException misfit(Kernel kernel, Port port, Matrix operand, String why) {
        return new IllegalArgumentException("kernel " + kernel.name() + ", operand " + port.operand() + " " + operand
                + " for " + port + ": " + why);
    }

    private static void types(DataType type, Matrix a, Matrix b, Matrix c) {
        type(type, a);
        type(type, b);
        type(type, c);
    }
}
