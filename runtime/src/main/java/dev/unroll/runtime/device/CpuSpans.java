package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Pairs;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;
import dev.unroll.runtime.memory.SpanLayout;
import dev.unroll.runtime.memory.SpanRows;
import dev.unroll.runtime.memory.Spans;

/** Moves of rows between orders. Shapes have been checked. */
final class CpuSpans {
    private CpuSpans() {}

    static void lay(Sequence x, Spans y) {
        SpanRows spans = y.all();
        SpanLayout layout = spans.layout();
        Packing packing = x.packing();
        for (int reader = 0; reader < spans.readers(); reader++) {
            int start = spans.start(reader);
            for (int span = start; span < spans.start(reader + 1); span++) {
                int token = packing.offset(span - start) + layout.axisRow(reader);
                RowJob.copy(x.all(), token, spans.rows(), span, 1);
            }
        }
    }

    static void unlay(Spans x, Sequence y) {
        SpanRows spans = x.all();
        SpanLayout layout = spans.layout();
        Packing packing = y.packing();
        for (int reader = 0; reader < spans.readers(); reader++) {
            int start = spans.start(reader);
            for (int span = start; span < spans.start(reader + 1); span++) {
                int token = packing.offset(span - start) + layout.axisRow(reader);
                RowJob.copy(spans.rows(), span, y.all(), token, 1);
            }
        }
    }

    static void positions(SpanRows y) {
        Matrix rows = y.rows();
        for (int reader = 0; reader < y.readers(); reader++) {
            for (int span = y.start(reader); span < y.start(reader + 1); span++) {
                rows.set(span, 0, span - y.start(reader));
            }
        }
    }

    static void shift(Pairs x, Spans initial, Pairs y) {
        for (int t = 0; t < y.steps(); t++) {
            Matrix to = y.at(t).rows();
            Matrix from = t == 0 ? initial.at(0).rows() : x.at(t - 1).rows();
            RowJob.copy(from, 0, to, 0, to.rows());
        }
    }

    static void shiftReverse(Pairs x, Spans initial, Pairs y) {
        for (int t = 0; t < y.steps(); t++) {
            Matrix to = y.at(t).rows();
            int staying = t + 1 < y.steps() ? x.at(t + 1).rows().rows() : 0;
            if (staying > 0) {
                RowJob.copy(x.at(t + 1).rows(), 0, to, 0, staying);
            }
            RowJob.copy(initial.at(t).rows(), staying, to, staying, to.rows() - staying);
        }
    }

    static void arrange(Rows x, Rows y) {
        Packing packing = y.packing();
        for (int row = 0; row < packing.batch(); row++) {
            RowJob.copy(x.all(), packing.place(row), y.all(), row, 1);
        }
    }

    static void restore(Rows x, Rows y) {
        Packing packing = x.packing();
        for (int row = 0; row < packing.batch(); row++) {
            RowJob.copy(x.all(), row, y.all(), packing.place(row), 1);
        }
    }
}
