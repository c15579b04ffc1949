package dev.unroll.compiler.lower;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.types.LossSpec;
import java.util.List;

/** Training losses: means over all rows (and features) of what one row costs, programs of primitives. */
final class Loss {
    private final IrBuilder builder;

    Loss(IrBuilder builder) {
        this.builder = builder;
    }

    /**
     * The sum of the losses of all outputs: {@code fixed[]}.
     *
     * @param outputs numbers, or logits
     * @param targets numbers or 0 and 1, of the outputs' width; ids, of width 1
     */
    Value total(List<LossSpec> losses, List<Value> outputs, List<Value> targets) {
        Value total = mean(losses.get(0), outputs.get(0), targets.get(0));
        for (int i = 1; i < outputs.size(); i++) {
            Value next = mean(losses.get(i), outputs.get(i), targets.get(i));
            total = builder.pointwise("loss", Fn.ADD, total, next);
        }
        return total;
    }

    private Value mean(LossSpec loss, Value output, Value target) {
        Value cost = cost(loss, output, target);
        Value sum = builder.sumFeatures("loss_sum", builder.sumRows("loss_sums", cost));
        Value rows = builder.rowCount("rows", cost.type().extent());
        int width = cost.type().width();
        Value count = width == 1 ? rows : builder.pointwise("count", Fn.MUL, rows, width);
        return builder.pointwise("loss", Fn.DIV, sum, count);
    }

    private Value cost(LossSpec loss, Value output, Value target) {
        if (loss instanceof LossSpec.CrossEntropy cross) {
            return builder.crossEntropy("cross_entropy", output, target, cross.smoothing(), cross.weights());
        }
        if (loss instanceof LossSpec.BinaryCrossEntropy binary) {
            return binary(output, target, binary.positiveWeight());
        }
        Value error = builder.pointwise("error", Fn.SUB, output, target);
        if (loss instanceof LossSpec.Huber huber) {
            return huber(error, huber.delta());
        }
        return loss instanceof LossSpec.Mae
                ? builder.pointwise("absolute", Fn.ABS, error)
                : TermLowering.square(builder, "squared", error);
    }

    /**
     * With a logit z, p = sigmoid(z) and the truth y: softplus(z) - y z, which is -y log p - (1 - y) log (1 - p) without a
     * logarithm of a probability rounded to 0 or 1. A weight w of what holds makes it (1 + (w - 1) y) softplus(z) - w y z.
     */
    private Value binary(Value logit, Value target, double weight) {
        Value softplus = builder.pointwise("softplus", Fn.SOFTPLUS, logit);
        Value held = builder.pointwise("held", Fn.MUL, target, logit);
        if (weight != 1) {
            Value extra = builder.pointwise("extra", Fn.MUL, target, weight - 1);
            Value factor = builder.pointwise("factor", Fn.ADD, extra, 1);
            softplus = builder.pointwise("weighted", Fn.MUL, factor, softplus);
            held = builder.pointwise("held", Fn.MUL, held, weight);
        }
        return builder.pointwise("binary_crossentropy", Fn.SUB, softplus, held);
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
