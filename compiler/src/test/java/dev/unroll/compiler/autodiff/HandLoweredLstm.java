package dev.unroll.compiler.autodiff;

import static dev.unroll.compiler.autodiff.SmallPrograms.TIME;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Parameter.Kind;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Const;
import dev.unroll.compiler.ir.ScanBody;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * LSTM layers (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), written as lowering writes
 * them: one product per gate and operand, one pointwise instruction per scalar operation.
 */
public final class HandLoweredLstm {
    private final int inputs;
    private final int units;
    private final int layers;
    private final boolean lastOnly;
    private final SmallPrograms program = new SmallPrograms();

    public HandLoweredLstm(int inputs, int units, int layers, boolean lastOnly) {
        this.inputs = inputs;
        this.units = units;
        this.layers = layers;
        this.lastOnly = lastOnly;
    }

    /** With a dense layer of one output and the mean squared error against {@code target_y}. */
    public Program build() {
        Value x = program.input("x", Type.tokens(TIME, inputs));
        Type outputType = lastOnly ? Type.batch(1) : Type.tokens(TIME, 1);
        Value target = program.input("target_y", outputType);
        List<List<Value>> weights = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            weights.add(weights("lstm" + (layer + 1), layer == 0 ? inputs : units));
        }
        Value dense = program.parameter("dense_w", Type.matrix(units, 1), Kind.INPUT);
        Value bias = program.parameter("dense_bias", Type.vector(1), Kind.BIAS);
        return program.buildWithLoss(
                code -> {
                    Value sequence = x;
                    for (List<Value> layer : weights) {
                        sequence = layer(code, sequence, layer);
                    }
                    Value top = lastOnly ? code.last("last", sequence) : sequence;
                    return code.matMul("y", top, dense, bias);
                },
                (code, y) -> meanSquaredError(code, y, target));
    }

    private List<Value> weights(String name, int width) {
        List<Value> weights = new ArrayList<>();
        for (String gate : List.of("i", "f", "g", "o")) {
            weights.add(program.parameter(name + "_" + gate + "_x", Type.matrix(width, units), Kind.INPUT));
            weights.add(program.parameter(name + "_" + gate + "_bias", Type.vector(units), Kind.BIAS));
            weights.add(program.parameter(name + "_" + gate + "_h", Type.matrix(units, units), Kind.RECURRENT));
        }
        return weights;
    }

    private Value layer(IrBuilder code, Value x, List<Value> w) {
        Value h0 = code.constant("h", Type.batch(units), 0);
        Value c0 = code.constant("c", Type.batch(units), 0);
        ScanBody body = (step, rows, states) -> {
            Value row = rows.get(0);
            Value before = states.get(0);
            Value i = step.pointwise("i", Fn.SIGMOID, linear(step, row, before, w, 0));
            Value f = step.pointwise("f", Fn.SIGMOID, linear(step, row, before, w, 1));
            Value g = step.pointwise("g", Fn.TANH, linear(step, row, before, w, 2));
            Value o = step.pointwise("o", Fn.SIGMOID, linear(step, row, before, w, 3));
            Value kept = step.pointwise("kept", Fn.MUL, f, states.get(1));
            Value added = step.pointwise("added", Fn.MUL, i, g);
            Value c = step.pointwise("c", Fn.ADD, kept, added);
            Value h = step.pointwise("h", Fn.MUL, o, step.pointwise("tanhC", Fn.TANH, c));
            return new ScanBody.Yield(List.of(h, c), List.of(h));
        };
        return code.scan(TIME, false, List.of(x), List.of(h0, c0), body)
                .stacked()
                .get(0);
    }

    private static Value linear(IrBuilder step, Value x, Value h, List<Value> w, int gate) {
        Value fromX = step.matMul("zx", x, w.get(3 * gate), w.get(3 * gate + 1));
        return step.matMul("z", h, w.get(3 * gate + 2), fromX);
    }

    private static Value meanSquaredError(IrBuilder code, Value y, Value target) {
        Value error = code.pointwise("error", Fn.SUB, y, target);
        Value squared = code.pointwise("squared", Fn.MUL, error, error);
        Value sum = code.sumFeatures("sum", code.sumRows("sum", squared));
        Value rows = code.rowCount("rows", y.type().extent());
        Value count = code.pointwise(
                "count",
                Scalar.of("count", Fn.MUL, new Arg(0), new Const(y.type().width())),
                rows);
        return code.pointwise("loss", Fn.DIV, sum, count);
    }
}
