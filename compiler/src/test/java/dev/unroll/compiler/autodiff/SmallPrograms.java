package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.IrVerifier;
import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Parameter.Init;
import dev.unroll.compiler.ir.Parameter.Kind;
import dev.unroll.compiler.ir.Parameter.Segment;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Const;
import dev.unroll.compiler.ir.Scalar.Local;
import dev.unroll.compiler.ir.Scalar.Step;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.ir.ValueIds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Writes programs for tests of derivatives and passes: declare parameters and inputs, then say what is computed. */
public final class SmallPrograms {
    public static final String TIME = "time";

    private final ValueIds ids = ValueIds.fromZero();
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Value> inputs = new ArrayList<>();

    public Value parameter(String name, Type type, Kind kind) {
        Value value = ids.fresh(name, type);
        parameters.add(new Parameter(
                value, List.of(new Segment(name.replace('_', '.'), 0, type.width(), false, Init.GLOROT, kind))));
        return value;
    }

    public Value parameter(String name, Type type) {
        return parameter(name, type, Kind.OTHER);
    }

    public Value input(String name, Type type) {
        Value value = ids.fresh(name, type);
        inputs.add(value);
        return value;
    }

    /** A program whose one output is {@code output} and whose loss depends on every element of it, not linearly. */
    public Program build(Function<IrBuilder, Value> output) {
        return buildWithLoss(output, SmallPrograms::loss);
    }

    public Program buildWithLoss(Function<IrBuilder, Value> output, BiFunction<IrBuilder, Value, Value> loss) {
        return build(output, output, loss);
    }

    /** A program whose training mode differs. */
    public Program build(
            Function<IrBuilder, Value> predicting,
            Function<IrBuilder, Value> training,
            BiFunction<IrBuilder, Value, Value> loss) {
        IrBuilder predict = new IrBuilder(ids);
        Block predictBlock = predict.block(List.of(predicting.apply(predict)));
        IrBuilder forward = new IrBuilder(ids);
        Value y = training.apply(forward);
        Value l = loss.apply(forward, y);
        Program program = Program.of("Small", parameters, inputs, predictBlock, forward.block(List.of(l, y)));
        return IrVerifier.check(program, "test");
    }

    /** {@code sum of y * (0.3 y + 1)}. */
    public static Value loss(IrBuilder code, Value y) {
        Scalar square = new Scalar(
                1,
                List.of(
                        new Step("s", Fn.MUL, List.of(new Arg(0), new Const(0.3))),
                        new Step("s", Fn.ADD, List.of(new Local(0), new Const(1))),
                        new Step("s", Fn.MUL, List.of(new Arg(0), new Local(1)))),
                List.of(new Local(2)));
        Value sum = code.pointwise("sq", square, y);
        if (sum.type().dims().size() == 2) {
            // no operation sums a matrix: pick it apart
            Value batch = code.constant("ones", Type.batch(sum.type().dims().get(0)), 0.7);
            sum = code.matMul("rows", batch, sum);
        }
        if (!sum.type().dims().isEmpty()) {
            sum = code.sumFeatures("sum", sum);
        }
        if (!sum.type().extent().equals(Extent.FIXED)) {
            sum = code.sumFeatures("sum", code.sumRows("sum", sum));
        }
        return sum;
    }
}
