package dev.unroll.compiler.lower;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.ScanBody;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.types.Term.Reduction;
import java.util.List;

/** Lowers what makes one row of an example's steps: {@code tokens(axis)[F] -> batch[F]}. */
final class Reductions {
    private final IrBuilder builder;
    private final String name;

    /** For one use, whose value is called {@code name}. */
    Reductions(IrBuilder builder, String name) {
        this.builder = builder;
        this.name = name;
    }

    Value reduce(Reduction reduction, Value sequence) {
        return switch (reduction) {
            case FIRST -> first(sequence);
            case MAX -> max(sequence);
            case SUM -> builder.sumSteps(name, sequence);
            case MEAN -> mean(sequence);
        };
    }

    /** A loop from the end that keeps the row it has just seen. */
    private Value first(Value sequence) {
        return loop(sequence, true, 0, (inner, row, kept) -> row);
    }

    private Value max(Value sequence) {
        return loop(
                sequence,
                false,
                -Float.MAX_VALUE,
                (inner, row, largest) -> inner.pointwise(name, Fn.MAX, largest, row));
    }

    private Value mean(Value sequence) {
        String axis = sequence.type().extent().axis();
        Value sum = builder.sumSteps(name + "_sum", sequence);
        return builder.pointwise(name, Fn.DIV, sum, builder.lengths(name + "_length", axis));
    }

    /** What one step makes of its row and what the steps before it have left. */
    private interface Step {
        Value of(IrBuilder inner, Value row, Value before);
    }

    private Value loop(Value sequence, boolean reverse, double start, Step step) {
        Value initial =
                builder.constant(name + "_start", Type.batch(sequence.type().width()), start);
        String axis = sequence.type().extent().axis();
        return builder.scan(
                        axis,
                        reverse,
                        List.of(sequence),
                        List.of(initial),
                        (inner, rows, states) ->
                                new ScanBody.Yield(List.of(step.of(inner, rows.get(0), states.get(0))), List.of()))
                .carried()
                .get(0);
    }
}
