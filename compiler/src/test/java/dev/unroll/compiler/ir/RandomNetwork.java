package dev.unroll.compiler.ir;

import dev.unroll.compiler.ir.Parameter.Init;
import dev.unroll.compiler.ir.Parameter.Kind;
import dev.unroll.compiler.ir.Parameter.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One program of {@link RandomPrograms}. The network is built twice, for forward and for predict, from equal random
 * choices; the second time, weights and inputs are those of the first, and there are no masks.
 */
final class RandomNetwork {
    static final String AXIS = "time";

    private final ValueIds ids = ValueIds.fromZero();
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Value> inputs = new ArrayList<>();
    private final long seed;
    private final boolean smooth;

    private Random random;
    private IrBuilder code;
    private boolean training;
    private int nextParameter;
    private int nextInput;
    private int nextStream;
    private Value penalised;
    private Value tokenIds;
    private Value table;

    RandomNetwork(long seed, boolean smooth) {
        this.seed = seed;
        this.smooth = smooth;
    }

    Program program() {
        restart(true);
        List<Value> trained = outputs();
        Value loss = loss(trained);
        List<Value> results = new ArrayList<>(List.of(loss));
        results.addAll(trained);
        Block forward = code.block(results);
        restart(false);
        Block predict = code.block(outputs());
        // Predict is built second but printed first; ids need not be in order.
        return Program.of("Random" + seed, parameters, inputs, predict, forward);
    }

    private void restart(boolean forTraining) {
        random = new Random(seed);
        code = new IrBuilder(ids);
        training = forTraining;
        nextParameter = 0;
        nextInput = 0;
        nextStream = 0;
        tokenIds = null;
        table = null;
    }

    private List<Value> outputs() {
        Value sequence = input("x", Type.tokens(AXIS, size()));
        if (chance(0.4)) {
            sequence = code.concat("xy", List.of(sequence, input("y", Type.tokens(AXIS, size()))));
        }
        if (chance(0.3)) {
            Value batch = input("context", Type.batch(size()));
            Value everywhere = code.broadcast("everywhere", batch, batch.type().withExtent(Extent.tokens(AXIS)));
            sequence = code.concat("xc", List.of(sequence, everywhere));
        }
        if (chance(0.3)) {
            tokenIds = input("ids", Type.tokens(AXIS, 1));
            table = matrix(2 + random.nextInt(3), size(), Kind.INPUT);
            if (chance(0.7)) {
                sequence = code.concat("xe", List.of(sequence, code.gather("embedded", table, tokenIds)));
            }
        }
        Value state = null;
        int layers = 1 + random.nextInt(3);
        for (int layer = 0; layer < layers; layer++) {
            code.origin(new Origin("random.rnn", 10 + layer, "layer" + layer));
            if (layer == 0 || chance(0.6)) {
                RandomLoop loop = new RandomLoop(this, sequence, state);
                sequence = loop.sequence();
                state = loop.finalState();
            } else {
                sequence = stepwise(sequence);
            }
        }
        code.origin(new Origin("random.rnn", 20, "out"));
        List<Value> outputs = new ArrayList<>();
        outputs.add(output(chance(0.5) ? sequence : chance(0.5) ? state : code.last("lastRow", sequence)));
        if (chance(0.3)) {
            outputs.add(output(code.last("lastRow", sequence)));
        }
        if (chance(0.3)) {
            outputs.add(output(pooled(sequence)));
        }
        return outputs;
    }

    /** The mean of an example's rows, or their sum weighted by scores. */
    private Value pooled(Value sequence) {
        if (chance(0.5)) {
            return code.pointwise("mean", Fn.DIV, code.sumSteps("sum", sequence), code.lengths("length", AXIS));
        }
        Value scores = code.matMul("scores", sequence, matrix(sequence.type().width(), 1, Kind.OTHER));
        Value weighted = code.pointwise("weighted", Fn.MUL, sequence, code.softmaxSteps("weights", scores));
        return code.sumSteps("context", weighted);
    }

    private Value output(Value features) {
        if (table != null && features.type().width() == table.type().width() && chance(0.5)) {
            return code.matMulTransposeB("tied", features, table);
        }
        Value weights = matrix(features.type().width(), size(), Kind.INPUT);
        return code.matMul("out", features, weights, vector(weights.type().width(), Kind.BIAS));
    }

    /** A layer that treats each step alone. */
    private Value stepwise(Value sequence) {
        return switch (random.nextInt(9)) {
            case 0 -> squash(normalise(code, sequence));
            case 1 -> dropout(sequence);
            case 2 -> {
                Value zero = code.constant("zero", sequence.type().withExtent(Extent.BATCH), 0);
                Value moved = code.shift("moved", sequence, zero, chance(0.5));
                yield code.concat("pair", List.of(moved, sequence));
            }
            case 3 -> {
                Value last = code.last("lastRow", sequence);
                Value all =
                        chance(0.5) ? code.atLast("atEnd", last, AXIS) : code.broadcast("all", last, sequence.type());
                yield squash(code.pointwise("sum", Fn.ADD, sequence, all));
            }
            case 4 -> {
                int width = sequence.type().width();
                Value joined = code.concat("twice", List.of(sequence, activate(code, sequence)));
                yield squash(code.slice("part", joined, random.nextInt(width), width + 1 + random.nextInt(width)));
            }
            case 5 -> chance(0.5) ? code.softmax("shares", sequence) : squash(code.logSoftmax("logs", sequence));
            case 6 -> code.concat("there", List.of(sequence, code.reverse("back", sequence)));
            case 7 -> {
                Value all = code.broadcast("all", squash(pooled(sequence)), sequence.type());
                yield chance(0.5)
                        ? code.softmaxSteps("shares", code.pointwise("sum", Fn.ADD, sequence, all))
                        : code.concat("context", List.of(code.softmaxSteps("shares", sequence), all));
            }
            default -> {
                int width = size();
                Value product =
                        code.matMul("dense", sequence, matrix(sequence.type().width(), width, Kind.INPUT));
                Value biased = code.pointwise("biased", Fn.ADD, product, vector(width, Kind.BIAS));
                yield squash(activate(code, biased));
            }
        };
    }

    /** (x - mean) / sqrt(variance + 0.1) * gain + bias over the features of each row. */
    Value normalise(IrBuilder at, Value rows) {
        int width = rows.type().width();
        Value mean = at.pointwise("mean", Fn.MUL, at.sumFeatures("sum", rows), 1.0 / width);
        Value centred = at.pointwise("centred", Fn.SUB, rows, mean);
        Value squares = at.pointwise("squares", Fn.MUL, centred, centred);
        Value variance = at.pointwise("variance", Fn.MUL, at.sumFeatures("sum", squares), 1.0 / width);
        Value deviation = at.pointwise("deviation", Fn.SQRT, at.pointwise("shifted", Fn.ADD, variance, 0.1));
        Value normal = at.pointwise("normal", Fn.DIV, centred, deviation);
        Value scaled = at.pointwise("scaled", Fn.MUL, normal, vector(width, Kind.GAIN));
        return at.pointwise("moved", Fn.ADD, scaled, vector(width, Kind.BIAS));
    }

    Value dropout(Value rows) {
        int stream = nextStream++;
        if (!training) {
            return rows;
        }
        return code.pointwise("dropped", Fn.MUL, rows, code.mask("mask", rows.type(), 0.25, 1 / 0.75, stream));
    }

    /** 1 where the new state is taken over; null outside of training. */
    Value zoneoutMask(int width) {
        int stream = nextStream++;
        return training ? code.mask("zone", Type.tokens(AXIS, width), 0.3, 1, stream) : null;
    }

    /** Something pointwise of the same type, a primitive or several steps at once. */
    Value activate(IrBuilder at, Value value) {
        if (chance(0.3)) {
            Scalar.Step inner = new Scalar.Step("inner", unary(), List.of(new Scalar.Arg(0)));
            Scalar.Step outer = new Scalar.Step("outer", Fn.MUL, List.of(new Scalar.Local(0), new Scalar.Const(0.5)));
            Scalar.Step left = new Scalar.Step("left", Fn.SUB, List.of(new Scalar.Arg(1), new Scalar.Local(1)));
            List<Scalar.Ref> results = List.of(new Scalar.Local(2), new Scalar.Local(0));
            Scalar scalar = new Scalar(2, List.of(inner, outer, left), results);
            List<Value> both = at.pointwise(List.of("left", "inner"), scalar, List.of(value, value), value.type());
            return both.get(random.nextInt(2));
        }
        return at.pointwise("active", unary(), value);
    }

    Value squash(Value value) {
        return squash(code, value);
    }

    Value squash(IrBuilder at, Value value) {
        return at.pointwise("squashed", chance(0.7) ? Fn.TANH : Fn.SIGMOID, value);
    }

    private Fn unary() {
        List<Fn> fns = new ArrayList<>(List.of(Fn.TANH, Fn.SIGMOID, Fn.NEG, Fn.GELU, Fn.SOFTPLUS, Fn.SOFTSIGN, Fn.ERF));
        if (!smooth) {
            fns.addAll(List.of(Fn.RELU, Fn.ABS, Fn.ELU, Fn.HARD_SIGMOID, Fn.SIGN, Fn.STEP));
        }
        return fns.get(random.nextInt(fns.size()));
    }

    /** Mean over rows and features of squared differences, or of cross entropies, summed over the outputs. */
    private Value loss(List<Value> outputs) {
        code.origin(new Origin("random.rnn", 30, "loss"));
        Value total = null;
        for (int i = 0; i < outputs.size(); i++) {
            Value output = outputs.get(i);
            Value errors = chance(0.3) ? crossEntropy(i, output) : squares(i, output);
            Value sum = code.sumFeatures("sum", code.sumRows("sums", errors));
            Value rows = code.rowCount("rows", output.type().extent());
            Value elements =
                    code.pointwise("elements", Fn.MUL, rows, errors.type().width());
            Value mean = code.pointwise("mean", Fn.DIV, sum, elements);
            total = total == null ? mean : code.pointwise("total", Fn.ADD, total, mean);
        }
        if (penalised != null) {
            Value squares = code.pointwise("squares", Fn.MUL, penalised, penalised);
            Value penalty = code.pointwise("penalty", Fn.MUL, code.sumFeatures("sum", squares), 0.01);
            total = code.pointwise("total", Fn.ADD, total, penalty);
        }
        return total;
    }

    private Value squares(int i, Value output) {
        Value target = input("target_out" + i, output.type());
        Value difference = code.pointwise("difference", Fn.SUB, output, target);
        return code.pointwise("squares", Fn.MUL, difference, difference);
    }

    private Value crossEntropy(int i, Value output) {
        Value target = input("target_out" + i, output.type().withWidth(1));
        List<Double> weights = new ArrayList<>();
        for (int c = 0; chance(0.5) || !weights.isEmpty(); c++) {
            if (c == output.type().width()) {
                break;
            }
            weights.add(0.25 * (1 + random.nextInt(8)));
        }
        return code.crossEntropy("errors", output, target, chance(0.5) ? 0.125 : 0, weights);
    }

    /** The ids of the tokens' rows in {@link #table}; null if there are none. */
    Value ids() {
        return tokenIds;
    }

    /** Rows of numbers by id; null if there are none. */
    Value table() {
        return table;
    }

    /** A fixed vector (a weight, a sum over steps) joins the loss. */
    void penalise(Value vector) {
        penalised = training ? vector : penalised;
    }

    private Value input(String name, Type type) {
        if (nextInput == inputs.size()) {
            inputs.add(ids.fresh(name, type));
        }
        return inputs.get(nextInput++);
    }

    Value matrix(int rows, int columns, Kind kind) {
        return parameter("w", Type.matrix(rows, columns), kind);
    }

    Value vector(int size, Kind kind) {
        return parameter("b", Type.vector(size), kind);
    }

    private Value parameter(String name, Type type, Kind kind) {
        if (nextParameter == parameters.size()) {
            Value value = ids.fresh(name + nextParameter, type);
            boolean transposed = type.dims().size() == 2 && chanceOfName(nextParameter);
            Segment segment = new Segment(value.name(), 0, type.width(), transposed, Init.GLOROT, kind);
            parameters.add(new Parameter(value, List.of(segment)));
        }
        return parameters.get(nextParameter++).value();
    }

    /** Not a draw: parameters are made once, but choices must be equal both times. */
    private static boolean chanceOfName(int index) {
        return index % 3 == 0;
    }

    IrBuilder code() {
        return code;
    }

    int size() {
        return 1 + random.nextInt(4);
    }

    int choice(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
