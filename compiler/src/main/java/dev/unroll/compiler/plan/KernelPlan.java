package dev.unroll.compiler.plan;

import dev.unroll.compiler.ir.Origin;
import dev.unroll.compiler.ir.Scalar;
import java.util.List;

/**
 * A fused pointwise region with everything its code needs. Arguments of {@code scalar} and their ports come first, then
 * its results and theirs. Two launches with the same expression and the same ports share a kernel.
 *
 * @param name unique among the kernels of a model, such as {@code lstm1_step}
 * @param scalar the expression; every result is read by someone
 * @param argumentNames hints, one per argument
 * @param resultNames hints, one per result
 * @param ports one per argument, then one per result
 * @param origins where launches come from, for the comment
 */
public record KernelPlan(
        String name,
        Scalar scalar,
        List<String> argumentNames,
        List<String> resultNames,
        List<Port> ports,
        List<Origin> origins) {
    public KernelPlan {
        argumentNames = List.copyOf(argumentNames);
        resultNames = List.copyOf(resultNames);
        ports = List.copyOf(ports);
        origins = List.copyOf(origins);
    }

    /** One argument or result: {@code width} columns from column {@code from} of a launch's operand. */
    public record Port(Kind kind, int operand, int from, int width) {
        /** How an operand's elements reach the kernel. */
        public enum Kind {
            /** Read element by element. */
            IN,
            /** Written element by element. */
            OUT,
            /** {@code [1,F]}, the same for every row. */
            VECTOR,
            /** {@code [rows,1]}, the same for every feature. */
            COLUMN,
            /** {@code [1,1]}, the same for every element. */
            SCALAR
        }
    }
}
