package dev.unroll.compiler.ir;

import java.util.List;

/** Builds the body of a scan. */
@FunctionalInterface
public interface ScanBody {
    /**
     * Appends the body's instructions to {@code inner}.
     *
     * @param sequences the rows of the sequences at the step
     * @param states the carried states before the step
     * @return what the step yields
     */
    Yield build(IrBuilder inner, List<Value> sequences, List<Value> states);

    /**
     * What one step yields.
     *
     * @param carried states after the step, one per state and of its type
     * @param stacked rows that become sequences
     * @param totals fixed values to be summed over the steps
     */
    record Yield(List<Value> carried, List<Value> stacked, List<Value> totals) {
        public Yield {
            carried = List.copyOf(carried);
            stacked = List.copyOf(stacked);
            totals = List.copyOf(totals);
        }

        public Yield(List<Value> carried, List<Value> stacked) {
            this(carried, stacked, List.of());
        }
    }

    /**
     * Results (or body results) of a scan by kind.
     *
     * @param carried final states
     * @param stacked one row per step
     * @param totals sums over the steps
     */
    record Results(List<Value> carried, List<Value> stacked, List<Value> totals) {
        /** Splits {@code values}, results of {@code op} or of its body. */
        public static Results of(Op.Scan op, List<Value> values) {
            int stackedFrom = op.carried();
            int totalsFrom = stackedFrom + op.stacked();
            return new Results(
                    List.copyOf(values.subList(0, stackedFrom)),
                    List.copyOf(values.subList(stackedFrom, totalsFrom)),
                    List.copyOf(values.subList(totalsFrom, values.size())));
        }
    }
}
