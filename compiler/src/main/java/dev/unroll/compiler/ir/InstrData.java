package dev.unroll.compiler.ir;

import java.util.Arrays;
import java.util.Map;

/** What the meaning of one instruction is written with: its operands' and results' elements, and the packing's rows. */
abstract class InstrData {
    final Instr instr;
    final Bindings bindings;
    final Map<Value, double[]> values;
    final int stepRows;

    /** Step values have {@code stepRows} rows. */
    InstrData(Instr instr, Bindings bindings, Map<Value, double[]> values, int stepRows) {
        this.instr = instr;
        this.bindings = bindings;
        this.values = values;
        this.stepRows = stepRows;
    }

    final double[] newResult() {
        return new double[size(instr.result().type())];
    }

    final int size(Type type) {
        int rows =
                switch (type.extent().kind()) {
                    case FIXED -> type.dims().size() == 2 ? type.dims().get(0) : 1;
                    case STEP -> stepRows;
                    case STEPSPANS -> bindings.spans(type.extent(), stepRows);
                    case BATCH, TOKENS, SPANS, PAIRS -> bindings.rows(type.extent());
                };
        return rows * type.width();
    }

    final Type type(int operand) {
        return instr.operands().get(operand).type();
    }

    final double[] data(int operand) {
        return values.get(instr.operands().get(operand));
    }

    static void copyRow(double[] from, int fromRow, double[] to, int toRow, int width) {
        System.arraycopy(from, fromRow * width, to, toRow * width, width);
    }

    /** First row of each step. */
    final int[] offsets(String axis) {
        int[] alive = bindings.alive(axis);
        int[] offsets = new int[alive.length];
        for (int t = 1; t < alive.length; t++) {
            offsets[t] = offsets[t - 1] + alive[t - 1];
        }
        return offsets;
    }

    @FunctionalInterface
    interface Token {
        void at(int row, int example, int t);
    }

    final void forEachToken(String axis, Token body) {
        int[] alive = bindings.alive(axis);
        int[] offsets = offsets(axis);
        int[] order = bindings.order(axis);
        for (int t = 0; t < alive.length; t++) {
            for (int place = 0; place < alive[t]; place++) {
                body.at(offsets[t] + place, order[place], t);
            }
        }
    }

    /** The row of {@code axis} at which each example has step t. */
    final int[][] rowsOfExamples(String axis) {
        int[][] rows = new int[bindings.batch()][];
        int[] lengths = bindings.lengths().get(axis);
        Arrays.setAll(rows, example -> new int[lengths[example]]);
        forEachToken(axis, (row, example, t) -> rows[example][t] = row);
        return rows;
    }

    @FunctionalInterface
    interface Span {
        void at(int row, int example, int reader, int position);
    }

    /** Every row of an attended extent; {@code reader} is the row of {@link Extent#readers} it belongs to. */
    final void forEachSpan(Extent extent, Span body) {
        int[] lengths = bindings.lengths().get(extent.axis());
        int[] order = bindings.order(extent.by());
        int[] alive =
                switch (extent.kind()) {
                    case PAIRS -> bindings.alive(extent.by());
                    case SPANS -> new int[] {order.length};
                    case STEPSPANS -> new int[] {stepRows};
                    case FIXED, BATCH, TOKENS, STEP -> throw new IllegalArgumentException(extent + " has no spans");
                };
        int row = 0;
        int before = 0;
        for (int count : alive) {
            for (int place = 0; place < count; place++) {
                int example = order[place];
                int reader = extent.kind() == Extent.Kind.SPANS ? example : before + place;
                for (int position = 0; position < lengths[example]; position++) {
                    body.at(row++, example, reader, position);
                }
            }
            before += count;
        }
    }
}
