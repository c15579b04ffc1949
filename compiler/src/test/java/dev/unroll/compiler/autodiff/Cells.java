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
import dev.unroll.compiler.ir.ScanBody.Yield;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Programs around loops, each for something that the reverse of a loop, or a pass, has to get right. */
public final class Cells {
    private static final int I = 2;
    private static final int H = 3;

    private Cells() {}

    /** By name. */
    public static Map<String, Program> all() {
        Map<String, Program> cells = new LinkedHashMap<>();
        cells.put("lstm, all steps", new HandLoweredLstm(I, H, 1, false).build());
        cells.put("lstm, last step", new HandLoweredLstm(I, H, 1, true).build());
        cells.put("lstm, 2 layers", new HandLoweredLstm(I, H, 2, true).build());
        cells.put("lstm, 3 layers", new HandLoweredLstm(I, 2, 3, false).build());
        cells.put("elman, reversed", elman(true));
        cells.put("elman, forwards", elman(false));
        cells.put("gru", gru());
        cells.put("gru, reset before", gruResetBefore());
        cells.put("peephole, trained state", peephole());
        cells.put("layer norm", layerNorm());
        cells.put("totals", totals());
        cells.put("states that only move", movingStates());
        cells.put("products of joined rows", joinedRows());
        cells.put("states from inputs, finals read", finals());
        cells.put("bidirectional", bidirectional());
        cells.put("encoder and decoder", encoderDecoder());
        cells.put("dropout and zoneout", dropout());
        cells.put("shared weights", sharedWeights());
        return cells;
    }

    private static Value zeros(IrBuilder code, int width) {
        return code.constant("zeros", Type.batch(width), 0);
    }

    private static Program elman(boolean reverse) {
        SmallPrograms p = new SmallPrograms();
        Value x = p.input("x", Type.tokens(TIME, I));
        Value w = p.parameter("w", Type.matrix(I, H), Kind.INPUT);
        Value u = p.parameter("u", Type.matrix(H, H), Kind.RECURRENT);
        Value b = p.parameter("b", Type.vector(H), Kind.BIAS);
        return p.build(code -> elmanLayer(code, reverse, x, List.of(w, u, b)));
    }

    /** The way a user writes it, {@code tanh(W @ x + U @ h + b)}: products and sums apart. */
    private static Value elmanLayer(IrBuilder code, boolean reverse, Value x, List<Value> w) {
        ScanBody body = (step, rows, states) -> {
            Value sum = step.pointwise(
                    "s", Fn.ADD, step.matMul("wx", rows.get(0), w.get(0)), step.matMul("uh", states.get(0), w.get(1)));
            Value h = step.pointwise("h", Fn.TANH, step.pointwise("z", Fn.ADD, sum, w.get(2)));
            return new Yield(List.of(h), List.of(h));
        };
        return code.scan(TIME, reverse, List.of(x), List.of(zeros(code, H)), body)
                .stacked()
                .get(0);
    }

    private static Value gate(SmallPrograms p, String name, Type type) {
        return p.parameter(name, type, type.dims().size() == 1 ? Kind.BIAS : Kind.OTHER);
    }

    private static Program gru() {
        SmallPrograms p = new SmallPrograms();
        Value x = p.input("x", Type.tokens(TIME, I));
        Value[] w = weights(p, "w", Type.matrix(I, H), 3);
        Value[] u = weights(p, "u", Type.matrix(H, H), 3);
        Value[] b = weights(p, "b", Type.vector(H), 3);
        Value bh = gate(p, "bh", Type.vector(H));
        return p.build(code -> {
            ScanBody body = (step, rows, states) -> {
                Value h = states.get(0);
                Value[] fromX = new Value[3];
                for (int k = 0; k < 3; k++) {
                    fromX[k] = step.matMul("x" + k, rows.get(0), w[k], b[k]);
                }
                Value r = step.pointwise("r", Fn.SIGMOID, step.matMul("zr", h, u[0], fromX[0]));
                Value z = step.pointwise("z", Fn.SIGMOID, step.matMul("zz", h, u[1], fromX[1]));
                Value inner = step.pointwise("rn", Fn.MUL, r, step.matMul("zn", h, u[2], bh));
                Value n = step.pointwise("n", Fn.TANH, step.pointwise("xn", Fn.ADD, fromX[2], inner));
                return mixed(step, z, n, h);
            };
            return code.scan(TIME, false, List.of(x), List.of(zeros(code, H)), body)
                    .stacked()
                    .get(0);
        });
    }

    /** {@code (1 - z) * n + z * h}. */
    private static Yield mixed(IrBuilder step, Value z, Value n, Value h) {
        Value rest = step.pointwise("rest", Scalar.of("rest", Fn.SUB, new Const(1), new Arg(0)), z);
        Value left = step.pointwise("left", Fn.MUL, rest, n);
        Value after = step.pointwise("h", Fn.ADD, left, step.pointwise("kept", Fn.MUL, z, h));
        return new Yield(List.of(after), List.of(after));
    }

    private static Program gruResetBefore() {
        SmallPrograms p = new SmallPrograms();
        Value x = p.input("x", Type.tokens(TIME, I));
        Value[] w = weights(p, "w", Type.matrix(I, H), 3);
        Value[] u = weights(p, "u", Type.matrix(H, H), 3);
        return p.build(code -> {
            ScanBody body = (step, rows, states) -> {
                Value h = states.get(0);
                Value r = step.pointwise(
                        "r", Fn.SIGMOID, step.matMul("zr", h, u[0], step.matMul("xr", rows.get(0), w[0])));
                Value z = step.pointwise(
                        "z", Fn.SIGMOID, step.matMul("zz", h, u[1], step.matMul("xz", rows.get(0), w[1])));
                Value reset = step.pointwise("rh", Fn.MUL, r, h);
                Value n = step.pointwise(
                        "n", Fn.TANH, step.matMul("zn", reset, u[2], step.matMul("xn", rows.get(0), w[2])));
                return mixed(step, z, n, h);
            };
            return code.scan(TIME, false, List.of(x), List.of(zeros(code, H)), body)
                    .stacked()
                    .get(0);
        });
    }

    private static Value[] weights(SmallPrograms p, String name, Type type, int count) {
        Value[] weights = new Value[count];
        for (int k = 0; k < count; k++) {
            weights[k] = gate(p, name + "_" + k, type);
        }
        return weights;
    }

    private static Program peephole() {
        SmallPrograms p = new SmallPrograms();
        Value x = p.input("x", Type.tokens(TIME, H));
        Value pi = gate(p, "pi", Type.vector(H));
        Value po = gate(p, "po", Type.vector(H));
        Value start = p.parameter("c0", Type.vector(H), Kind.STATE);
        return p.build(code -> {
            Value c0 = code.broadcast("c0", start, Type.batch(H));
            ScanBody body = (step, rows, states) -> {
                Value peep = step.pointwise("peep", Fn.MUL, pi, states.get(0));
                Value i = step.pointwise("i", Fn.SIGMOID, step.pointwise("zi", Fn.ADD, rows.get(0), peep));
                Value sum = step.pointwise("sum", Fn.ADD, states.get(0), i);
                Value c = step.pointwise("c", Fn.MIN, step.pointwise("low", Fn.MAX, sum, -0.6), 0.8);
                Value o = step.pointwise("o", Fn.SIGMOID, step.pointwise("peep", Fn.MUL, po, c));
                Value h = step.pointwise("h", Fn.MUL, o, step.pointwise("tanhC", Fn.TANH, c));
                return new Yield(List.of(c), List.of(h));
            };
            return code.scan(TIME, false, List.of(x), List.of(c0), body)
                    .stacked()
                    .get(0);
        });
    }

    private static Program layerNorm() {
        SmallPrograms p = new SmallPrograms();
        Value x = p.input("x", Type.tokens(TIME, I));
        Value w = gate(p, "w", Type.matrix(I, H));
        Value u = gate(p, "u", Type.matrix(H, H));
        Value gain = p.parameter("gain", Type.vector(H), Kind.GAIN);
        return p.build(code -> {
            ScanBody body = (step, rows, states) -> {
                Value z = step.matMul("z", states.get(0), u, step.matMul("zx", rows.get(0), w));
                Value mean = step.pointwise("mean", Fn.MUL, step.sumFeatures("sum", z), 1.0 / H);
                Value centred = step.pointwise("centred", Fn.SUB, z, mean);
                Value squares = step.sumFeatures("squares", step.pointwise("sq", Fn.MUL, centred, centred));
                Value deviation = step.pointwise("sd", Fn.SQRT, step.pointwise("v", Fn.ADD, squares, 0.1));
                Value wide = step.broadcast("wide", deviation, Type.step(TIME, H));
                Value normed = step.pointwise("normed", Fn.DIV, centred, wide);
                Value h = step.pointwise("h", Fn.TANH, step.pointwise("g", Fn.MUL, normed, gain));
                return new Yield(List.of(h), List.of(h));
            };
            return code.scan(TIME, false, List.of(x), List.of(zeros(code, H)), body)
                    .stacked()
                    .get(0);
        });
    }

    /** Totals of all kinds, of a weight itself too; the loss reads them and not the sequences. */
    private static Program totals() {
        SmallPrograms p = new SmallPrograms();
        Value x = p.input("x", Type.tokens(TIME, H));
        Value w = gate(p, "w", Type.vector(H));
        Value m = gate(p, "m", Type.matrix(H, H));
        return p.build(code -> {
            ScanBody body = (step, rows, states) -> {
                Value h = step.pointwise("h", Fn.TANH, step.matMul("z", states.get(0), m, rows.get(0)));
                Value outer = step.matMulTransposeA("outer", rows.get(0), h);
                Value scaled = step.pointwise("scaled", Fn.MUL, step.pointwise("e", Fn.EXP, w), step.sumRows("s", h));
                return new Yield(List.of(h), List.of(), List.of(outer, scaled, w));
            };
            ScanBody.Results r = code.scan(TIME, false, List.of(x), List.of(zeros(code, H)), body);
            Value sums =
                    code.pointwise("sums", Fn.MUL, r.totals().get(1), r.totals().get(2));
            return code.matMul("y", r.carried().get(0), r.totals().get(0), sums);
        });
    }

    /** A delay line of two steps, a state nobody changes, and stacked rows of states and sequences. */
    private static Program movingStates() {
        SmallPrograms p = new SmallPrograms();
        Value x = p.input("x", Type.tokens(TIME, H));
        Value start = p.input("start", Type.batch(H));
        Value fixed = p.input("fixed", Type.batch(H));
        return p.build(code -> {
            ScanBody body = (step, rows, states) -> {
                Value product = step.pointwise("p", Fn.MUL, states.get(0), rows.get(0));
                Value y = step.pointwise("y", Fn.TANH, step.pointwise("q", Fn.MUL, product, states.get(2)));
                return new Yield(
                        List.of(states.get(1), rows.get(0), states.get(2)), List.of(y, states.get(0), rows.get(0), y));
            };
            List<Value> initial = List.of(start, zeros(code, H), fixed);
            ScanBody.Results r = code.scan(TIME, false, List.of(x), initial, body);
            Value a =
                    code.pointwise("a", Fn.MUL, r.stacked().get(0), r.stacked().get(1));
            Value b =
                    code.pointwise("b", Fn.MUL, r.stacked().get(2), r.stacked().get(3));
            Value ends =
                    code.pointwise("e", Fn.MUL, r.carried().get(0), r.carried().get(1));
            Value all = code.broadcast("all", ends, a.type());
            return code.pointwise("out", Fn.ADD, code.pointwise("ab", Fn.ADD, a, b), all);
        });
    }

    /** {@code [x, h] W} with W put together inside the body, its second half read by a transposed product too. */
    private static Program joinedRows() {
        SmallPrograms p = new SmallPrograms();
        Value x = p.input("x", Type.tokens(TIME, I));
        Value w = gate(p, "w", Type.matrix(I + H, H));
        Value v = gate(p, "v", Type.matrix(H, 2 * H));
        Value b = gate(p, "b", Type.vector(2 * H));
        return p.build(code -> {
            ScanBody body = (step, rows, states) -> {
                Value both = step.concat("xh", List.of(rows.get(0), states.get(0)));
                Value z = step.matMul("z", both, w, step.slice("b1", b, 0, H));
                Value half = step.slice("half", v, H, 2 * H);
                Value a = step.pointwise("a", Fn.SOFTSIGN, z);
                Value t = step.matMulTransposeB(
                        "t", a, step.pointwise("w2", Fn.TANH, half), step.slice("b2", b, H, 2 * H));
                Value h = step.pointwise("h", Fn.ELU, t);
                return new Yield(List.of(h), List.of(h));
            };
            return code.scan(TIME, false, List.of(x), List.of(zeros(code, H)), body)
                    .stacked()
                    .get(0);
        });
    }

    private static Program finals() {
        SmallPrograms p = new SmallPrograms();
        Value x = p.input("x", Type.tokens(TIME, H));
        Value h0 = p.input("h0", Type.batch(H));
        Value c0 = p.input("c0", Type.batch(H));
        Value u = gate(p, "u", Type.matrix(H, H));
        return p.build(code -> {
            ScanBody body = (step, rows, states) -> {
                Value c = step.pointwise("c", Fn.SIGMOID, step.matMul("z", states.get(0), u, rows.get(0)));
                Value h = step.pointwise("h", Fn.MUL, c, states.get(1));
                return new Yield(List.of(h, c), List.of());
            };
            ScanBody.Results r = code.scan(TIME, true, List.of(x), List.of(h0, c0), body);
            return code.pointwise("y", Fn.ADD, r.carried().get(0), r.carried().get(1));
        });
    }

    private static Program bidirectional() {
        SmallPrograms p = new SmallPrograms();
        Value x = p.input("x", Type.tokens(TIME, I));
        Value[] w = weights(p, "w", Type.matrix(I, H), 2);
        Value[] u = weights(p, "u", Type.matrix(H, H), 2);
        Value b = gate(p, "b", Type.vector(H));
        return p.build(code -> {
            Value there = elmanLayer(code, false, x, List.of(w[0], u[0], b));
            Value back = elmanLayer(code, true, x, List.of(w[1], u[1], b));
            Value both = code.concat("both", List.of(there, back));
            return code.concat("y", List.of(both, code.shift("s", there, code.last("l", back), true)));
        });
    }

    private static Program encoderDecoder() {
        SmallPrograms p = new SmallPrograms();
        Value x = p.input("x", Type.tokens(TIME, I));
        Value y = p.input("y", Type.tokens("tgt", I));
        Value[] w = weights(p, "w", Type.matrix(I, H), 2);
        Value[] u = weights(p, "u", Type.matrix(H, H), 2);
        return p.build(code -> {
            Value memory = code.last(
                    "memory", elmanLayer(code, false, x, List.of(w[0], u[0], code.constant("b", Type.vector(H), 0.1))));
            Value everywhere = code.broadcast("context", memory, Type.tokens("tgt", H));
            ScanBody body = (step, rows, states) -> {
                Value z = step.matMul("z", states.get(0), u[1], step.matMul("zy", rows.get(0), w[1]));
                Value h = step.pointwise("h", Fn.TANH, step.pointwise("zc", Fn.MUL, z, rows.get(1)));
                return new Yield(List.of(h), List.of(h));
            };
            return code.scan("tgt", false, List.of(y, everywhere), List.of(memory), body)
                    .stacked()
                    .get(0);
        });
    }

    private static Program dropout() {
        SmallPrograms p = new SmallPrograms();
        Value x = p.input("x", Type.tokens(TIME, I));
        Value w = gate(p, "w", Type.matrix(I, H));
        Value u = gate(p, "u", Type.matrix(H, H));
        return p.build(
                code -> dropoutLayer(
                        code, x, w, u, code.constant("m", x.type(), 1), code.constant("k", Type.tokens(TIME, H), 0.7)),
                code -> dropoutLayer(
                        code,
                        x,
                        w,
                        u,
                        code.mask("m", x.type(), 0.4, 1 / 0.6, 1),
                        code.mask("k", Type.tokens(TIME, H), 0.3, 1, 2)),
                SmallPrograms::loss);
    }

    private static Value dropoutLayer(IrBuilder code, Value x, Value w, Value u, Value mask, Value update) {
        ScanBody body = (step, rows, states) -> {
            Value dropped = step.pointwise("xd", Fn.MUL, rows.get(0), rows.get(1));
            Value fresh =
                    step.pointwise("n", Fn.TANH, step.matMul("z", states.get(0), u, step.matMul("zx", dropped, w)));
            Value change = step.pointwise("d", Fn.MUL, rows.get(2), step.pointwise("e", Fn.SUB, fresh, states.get(0)));
            Value h = step.pointwise("h", Fn.ADD, states.get(0), change);
            return new Yield(List.of(h), List.of(h));
        };
        return code.scan(TIME, false, List.of(x, mask, update), List.of(zeros(code, H)), body)
                .stacked()
                .get(0);
    }

    /** One recurrent weight in two loops and twice in one body; one input read by three products, one weight used twice. */
    private static Program sharedWeights() {
        SmallPrograms p = new SmallPrograms();
        Value x = p.input("x", Type.tokens(TIME, H));
        Value[] w = weights(p, "w", Type.matrix(H, H), 3);
        Value u = gate(p, "u", Type.matrix(H, H));
        return p.build(code -> {
            Value a = code.matMul("a", x, w[0]);
            Value b = code.matMul("b", x, w[1]);
            Value c = code.matMul("c", code.matMul("c1", x, w[2]), w[2]);
            Value in = code.pointwise("in", Fn.ADD, a, code.pointwise("bc", Fn.MUL, b, c));
            ScanBody body = (step, rows, states) -> {
                Value once = step.pointwise("once", Fn.TANH, step.matMul("z1", states.get(0), u, rows.get(0)));
                Value twice = step.pointwise("h", Fn.TANH, step.matMul("z2", once, u));
                return new Yield(List.of(twice), List.of(twice));
            };
            Value first = code.scan(TIME, false, List.of(in), List.of(zeros(code, H)), body)
                    .stacked()
                    .get(0);
            return code.scan(TIME, true, List.of(first), List.of(code.last("l", first)), body)
                    .stacked()
                    .get(0);
        });
    }
}
