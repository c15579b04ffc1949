package dev.unroll.compiler.ir;

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
                    case BATCH, TOKENS -> bindings.rows(type.extent());
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
        for (int t = 0; t < alive.length; t++) {
            for (int example = 0; example < alive[t]; example++) {
                body.at(offsets[t] + example, example, t);
            }
        }
    }
}
