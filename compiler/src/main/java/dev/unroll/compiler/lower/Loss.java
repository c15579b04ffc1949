package dev.unroll.compiler.lower;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.types.TrainSpec;
import java.util.List;

/** A training loss: the mean over all rows and features of a function of the error, one program of primitives. */
final class Loss {
    private final IrBuilder builder;
    private final TrainSpec.Loss loss;

    Loss(IrBuilder builder, TrainSpec.Loss loss) {
        this.builder = builder;
        this.loss = loss;
    }

    /** The sum of the losses of all outputs: {@code fixed[]}. */
    Value total(List<Value> outputs, List<Value> targets) {
        Value total = mean(outputs.get(0), targets.get(0));
        for (int i = 1; i < outputs.size(); i++) {
            total = builder.pointwise("loss", Fn.ADD, total, mean(outputs.get(i), targets.get(i)));
        }
        return total;
    }

    private Value mean(Value output, Value target) {
        Value error = builder.pointwise("error", Fn.SUB, output, target);
        Value sum = builder.sumFeatures("loss_sum", builder.sumRows("loss_sums", penalty(error)));
        Value rows = builder.rowCount("rows", output.type().extent());
        Type type = output.type();
        Value count = type.width() == 1 ? rows : builder.pointwise("count", Fn.MUL, rows, type.width());
        return builder.pointwise("loss", Fn.DIV, sum, count);
    }

    private Value penalty(Value error) {
        return switch (loss.kind()) {
            case MSE -> TermLowering.square(builder, "squared", error);
            case MAE -> builder.pointwise("absolute", Fn.ABS, error);
            case HUBER -> huber(error, loss.delta().orElseThrow());
        };
    }

    /** With q = min(|e|, delta): q * q / 2 + delta * (|e| - q), which is e * e / 2 near zero and linear beyond delta. */
    private Value huber(Value error, double delta) {
        Value absolute = builder.pointwise("absolute", Fn.ABS, error);
        Value near = builder.pointwise("near", Fn.MIN, absolute, delta);
        Value square = TermLowering.square(builder, "near_squared", near);
        Value half = builder.pointwise("near_half", Fn.MUL, square, 0.5);
        Value far = builder.pointwise("far", Fn.SUB, absolute, near);
        Value linear = builder.pointwise("far_linear", Fn.MUL, far, delta);
        return builder.pointwise("huber", Fn.ADD, half, linear);
    }
}
