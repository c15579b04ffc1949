package dev.unroll.compiler.ir;

import dev.unroll.compiler.ir.Parameter.Kind;
import java.util.ArrayList;
import java.util.List;

/** A recurrent layer of a {@link RandomNetwork}: one loop, or two that share weights or run in both directions. */
final class RandomLoop {
    private final RandomNetwork network;
    private final IrBuilder code;
    private final Value sequence;
    private final Value finalState;
    private final int width;
    private final Weights weights;
    private final int kind;

    /**
     * What the loop's steps read from outside.
     *
     * @param input {@code fixed[I, H]} one per gate
     * @param recurrent {@code fixed[H, H]} one per gate
     * @param bias {@code fixed[H]} one per gate
     */
    private record Weights(List<Value> input, List<Value> recurrent, List<Value> bias) {}

    RandomLoop(RandomNetwork network, Value sequence, Value earlierState) {
        this.network = network;
        this.code = network.code();
        this.kind = network.choice(network.ids() == null ? 4 : 6);
        boolean continues = earlierState != null && network.chance(0.5);
        this.width = continues ? earlierState.type().width() : network.size();
        this.weights = weights(sequence.type().width());
        Value initial = continues ? earlierState : initial();
        boolean reverse = network.chance(0.4);
        ScanBody.Results first = scan(sequence, initial, reverse);
        Value result = first.stacked().get(0);
        if (network.chance(0.3)) {
            // The same weights again, over the same rows in the other direction.
            ScanBody.Results second = scan(sequence, initial(), !reverse);
            result = code.concat("bothWays", List.of(result, second.stacked().get(0)));
        } else if (network.chance(0.3)) {
            result = network.dropout(result);
        }
        this.sequence = result;
        this.finalState = first.carried().get(0);
    }

    Value sequence() {
        return sequence;
    }

    /** The first state after the last step in loop order, {@code batch[H]}. */
    Value finalState() {
        return finalState;
    }

    private Weights weights(int inputWidth) {
        int gates = kind == 0 ? 1 : kind == 1 ? 4 : kind == 2 ? 3 : 2;
        List<Value> input = new ArrayList<>();
        List<Value> recurrent = new ArrayList<>();
        List<Value> bias = new ArrayList<>();
        for (int gate = 0; gate < gates; gate++) {
            input.add(network.matrix(inputWidth, width, Kind.INPUT));
            recurrent.add(network.matrix(width, width, Kind.RECURRENT));
            bias.add(network.vector(width, Kind.BIAS));
        }
        if (network.chance(0.2)) {
            network.penalise(bias.get(0));
        }
        return new Weights(input, recurrent, bias);
    }

    private Value initial() {
        if (network.chance(0.4)) {
            return code.broadcast("start", network.vector(width, Kind.STATE), Type.batch(width));
        }
        return code.constant("zero", Type.batch(width), 0);
    }

    private ScanBody.Results scan(Value rows, Value initial, boolean reverse) {
        List<Value> sequences = new ArrayList<>(List.of(rows));
        boolean zoneout = network.chance(0.25);
        Value zone = zoneout ? network.zoneoutMask(width) : null;
        if (zone != null) {
            sequences.add(zone);
        }
        if (isOfTokens()) {
            sequences.add(network.ids());
        }
        List<Value> initials = new ArrayList<>(List.of(initial));
        if (kind == 1) {
            initials.add(initial());
        }
        boolean total = network.chance(0.15);
        ScanBody.Results results = code.scan(RandomNetwork.AXIS, reverse, sequences, initials, (inner, xs, states) -> {
            List<Value> after = step(inner, xs, states);
            if (zoneout) {
                after = zoneOut(inner, zone != null ? xs.get(1) : null, states, after);
            }
            List<Value> totals = total ? List.of(total(inner, xs, after.get(0))) : List.of();
            List<Value> stacked = network.chance(0.2) ? List.of(after.get(0), xs.get(0)) : List.of(after.get(0));
            return new ScanBody.Yield(after, stacked, totals);
        });
        results.totals().forEach(network::penalise);
        return results;
    }

    private boolean isOfTokens() {
        return kind >= 4;
    }

    private Value total(IrBuilder at, List<Value> xs, Value h) {
        if (isOfTokens() && network.chance(0.5)) {
            Value logits = at.matMul(
                    "logits",
                    h,
                    network.matrix(width, network.table().type().dims().get(0), Kind.OTHER));
            return at.sumRows("loss", at.crossEntropy("error", logits, xs.get(xs.size() - 1), 0.25, List.of()));
        }
        return at.sumRows("activity", h);
    }

    private List<Value> step(IrBuilder at, List<Value> xs, List<Value> states) {
        Value x = xs.get(0);
        Value h = states.get(0);
        return switch (kind) {
            case 0 -> List.of(network.squash(at, linear(at, 0, x, h)));
            case 1 -> longShortTerm(at, x, h, states.get(1));
            case 2 -> gated(at, x, h);
            case 3 -> anything(at, x, h);
            default -> List.of(ofToken(at, x, h, xs.get(xs.size() - 1)));
        };
    }

    /** Hochreiter and Schmidhuber's cell with forget gate. */
    private List<Value> longShortTerm(IrBuilder at, Value x, Value h, Value c) {
        Value i = at.pointwise("i", Fn.SIGMOID, linear(at, 0, x, h));
        Value f = at.pointwise("f", Fn.SIGMOID, linear(at, 1, x, h));
        Value o = at.pointwise("o", Fn.SIGMOID, linear(at, 2, x, h));
        Value g = at.pointwise("g", Fn.TANH, linear(at, 3, x, h));
        Value kept = at.pointwise("kept", Fn.MUL, f, c);
        Value added = at.pointwise("added", Fn.MUL, i, g);
        Value cell = at.pointwise("c", Fn.ADD, kept, added);
        Value out = at.pointwise("h", Fn.MUL, o, at.pointwise("tanhC", Fn.TANH, cell));
        return List.of(out, cell);
    }

    /** Cho's cell, the reset gate before the product. */
    private List<Value> gated(IrBuilder at, Value x, Value h) {
        Value z = at.pointwise("z", Fn.SIGMOID, linear(at, 0, x, h));
        Value r = at.pointwise("r", Fn.SIGMOID, linear(at, 1, x, h));
        Value reset = at.pointwise("reset", Fn.MUL, r, h);
        Value n = at.pointwise("n", Fn.TANH, linear(at, 2, x, reset));
        Value difference = at.pointwise("difference", Fn.SUB, h, n);
        return List.of(at.pointwise("h", Fn.ADD, n, at.pointwise("part", Fn.MUL, z, difference)));
    }

    /** Normalised, sliced, joined and mixed. */
    private List<Value> anything(IrBuilder at, Value x, Value h) {
        Value a = linear(at, 0, x, network.chance(0.5) ? network.activate(at, h) : h);
        Value b = network.chance(0.5) ? network.normalise(at, a) : network.activate(at, a);
        Value pair = at.concat("pair", List.of(a, b));
        Value part = at.slice("part", pair, width / 2, width / 2 + width);
        Value one = at.sumFeatures("one", at.pointwise("product", Fn.MUL, part, h));
        Value row = at.broadcast("row", weights.bias().get(1), h.type());
        Value spread = at.broadcast("spread", network.squash(at, one), h.type());
        Value mixed = at.pointwise("mixed", Fn.ADD, at.pointwise("scaled", Fn.MUL, part, spread), row);
        return List.of(network.squash(at, linearOnto(at, 1, x, mixed)));
    }

    /** A row of the table, or of one that depends on the token's, shares in the state. */
    private Value ofToken(IrBuilder at, Value x, Value h, Value id) {
        Value table = network.table();
        Value row = at.gather("row", kind == 4 ? table : at.pointwise("scaled", Fn.MUL, table, 0.5), id);
        Value inner = at.matMul("inner", row, network.matrix(table.type().width(), width, Kind.OTHER));
        Value mixed = at.pointwise("mixed", Fn.ADD, linear(at, 0, x, h), inner);
        Value shares = network.chance(0.5) ? at.softmax("shares", mixed) : at.logSoftmax("logs", mixed);
        if (network.chance(0.3)) {
            Value sums = at.scatter("sums", id, shares, table.type().dims().get(0));
            shares = at.pointwise("again", Fn.ADD, shares, at.gather("seen", sums, id));
        }
        return network.squash(at, at.pointwise("gated", Fn.MUL, shares, network.chance(0.5) ? h : linear(at, 1, x, h)));
    }

    /** {@code x · W + h · U + bias}, as lowering writes it. */
    private Value linear(IrBuilder at, int gate, Value x, Value h) {
        Value fromInput = at.matMul(
                "fromInput", x, weights.input().get(gate), weights.bias().get(gate));
        return at.matMul("linear", h, weights.recurrent().get(gate), fromInput);
    }

    private Value linearOnto(IrBuilder at, int gate, Value x, Value addend) {
        return at.matMul("onto", x, weights.input().get(gate), addend);
    }

    /** In training each element keeps its state by chance; in prediction, the expectation. */
    private List<Value> zoneOut(IrBuilder at, Value mask, List<Value> before, List<Value> after) {
        List<Value> results = new ArrayList<>(after);
        Value change = at.pointwise("change", Fn.SUB, after.get(0), before.get(0));
        Value taken =
                mask == null ? at.pointwise("taken", Fn.MUL, change, 0.7) : at.pointwise("taken", Fn.MUL, change, mask);
        results.set(0, at.pointwise("zoned", Fn.ADD, before.get(0), taken));
        return results;
    }
}
