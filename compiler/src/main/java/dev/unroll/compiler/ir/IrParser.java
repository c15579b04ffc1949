package dev.unroll.compiler.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads what {@link IrPrinter} prints. Made for tests and dumps; the verifier judges what was read. */
public final class IrParser {
    private final IrTokens in;
    private final Map<String, Value> values = new HashMap<>();

    private IrParser(IrTokens in) {
        this.in = in;
    }

    /**
     * The program that {@code text} describes.
     *
     * @throws IllegalArgumentException naming the line that cannot be read
     */
    public static Program parse(String text) {
        IrTokens in = new IrTokens(text);
        try {
            return new IrParser(in).program();
        } catch (IllegalArgumentException e) {
            throw e.getMessage().startsWith("line ") ? e : in.refused(e);
        }
    }

    private Program program() {
        in.expect("program");
        String name = in.word();
        List<Parameter> parameters = new ArrayList<>();
        while (in.accept("parameter")) {
            parameters.add(parameter());
        }
        List<Value> inputs = new ArrayList<>();
        while (in.accept("input")) {
            inputs.add(definition());
        }
        Block predict = topLevel("predict");
        List<Program.Phase> phases = new ArrayList<>();
        while (in.accept("phase")) {
            String phase = in.word();
            in.expect("(");
            List<Value> given = definitions(")");
            phases.add(new Program.Phase(phase, given, block()));
        }
        Block forward = topLevel("forward");
        Block backward = topLevel("backward");
        in.expect("gradients");
        List<Value> gradients = reads();
        List<Program.Probe> probes = new ArrayList<>();
        while (in.accept("probe")) {
            // a pass may have replaced the value itself
            probes.add(new Program.Probe(in.word(), typedValue()));
        }
        if (!in.atEnd()) {
            throw in.error("expected the end but found '" + in.peek() + "'");
        }
        return new Program(name, parameters, inputs, predict, forward, backward, gradients, probes, phases);
    }

    private Parameter parameter() {
        Value value = definition();
        List<Parameter.Segment> segments = new ArrayList<>();
        boolean frozen = in.accept("frozen");
        in.expect("{");
        while (!in.accept("}")) {
            String name = in.word();
            int from = in.integer();
            in.expect("..");
            int to = in.integer();
            boolean transposed = in.accept("transposed");
            Parameter.Init init = init();
            Parameter.Kind kind = Parameter.Kind.valueOf(in.word());
            segments.add(new Parameter.Segment(name, from, to, transposed, init, kind));
        }
        return new Parameter(value, segments, frozen);
    }

    private Parameter.Init init() {
        String word = in.word();
        Parameter.Init named = Parameter.Init.named().get(word);
        if (named == null && !word.equals("CONSTANT")) {
            throw new IllegalArgumentException("no weight starts as " + word);
        }
        return named == null ? Parameter.Init.constant(in.number()) : named;
    }

    private Block topLevel(String name) {
        in.expect(name);
        return block();
    }

    private Block block() {
        List<Value> parameters = in.accept("(") ? definitions(")") : List.of();
        List<Instr> instrs = new ArrayList<>();
        in.expect("{");
        while (!in.accept("->")) {
            instrs.add(instr());
        }
        List<Value> results = reads();
        in.expect("}");
        return new Block(parameters, instrs, results);
    }

    private Instr instr() {
        // Results come first in the text but are defined after the operands and the body.
        List<Value> results = new ArrayList<>();
        while (!in.accept("=")) {
            if (!results.isEmpty()) {
                in.expect(",");
            }
            results.add(typedValue());
        }
        String name = in.word();
        List<Value> operands = List.of();
        if (in.accept("(")) {
            operands = reads();
            in.expect(")");
        }
        Op op = op(name, operands.size());
        results.forEach(this::define);
        return new Instr(results, op, operands, origin());
    }

    private Origin origin() {
        if (!in.accept("@")) {
            return Origin.NONE;
        }
        String file = in.word();
        in.expect(":");
        int line = in.integer();
        return new Origin(file, line, in.atWord() ? in.word() : "");
    }

    private Op op(String name, int operands) {
        return switch (name) {
            case "constant" -> new Op.Constant(in.number());
            case "rowcount" -> new Op.RowCount(extent());
            case "broadcast" -> new Op.Broadcast();
            case "mask" -> mask();
            case "pointwise" -> new Op.Pointwise(ScalarText.parse(in, operands));
            case "matmul" -> new Op.MatMul(in.accept("transposeA"), in.accept("transposeB"));
            case "sumrows" -> new Op.SumRows();
            case "sumfeatures" -> new Op.SumFeatures();
            case "concat" -> new Op.Concat();
            case "slice" -> slice();
            case "last" -> new Op.Last();
            case "atlast" -> new Op.AtLast();
            case "shift" -> new Op.Shift(in.accept("reverse"));
            case "scan" -> scan();
            case "gather" -> new TokenOp.Gather();
            case "scatter" -> scatter();
            case "softmax" -> new TokenOp.Softmax();
            case "logsoftmax" -> new TokenOp.LogSoftmax();
            case "crossentropy" -> new TokenOp.CrossEntropy(smoothing(), weights());
            case "crossentropygradient" -> new TokenOp.CrossEntropyGradient(smoothing(), weights());
            case "sumsteps" -> new StepsOp.SumSteps();
            case "softmaxsteps" -> new StepsOp.SoftmaxSteps();
            case "lengths" -> new StepsOp.Lengths(in.word());
            case "reverse" -> new StepsOp.Reverse();
            case "lay" -> new SpanOp.Lay(in.word());
            case "unlay" -> new SpanOp.Unlay();
            case "alive" -> new SpanOp.Alive();
            case "widen" -> new SpanOp.Widen();
            case "sumspans" -> new SpanOp.SumSpans();
            case "softmaxspans" -> new SpanOp.SoftmaxSpans();
            case "positions" -> new SpanOp.Positions(in.word(), in.word());
            default -> throw in.error("there is no operation '" + name + "'");
        };
    }

    private Op mask() {
        in.key("rate");
        double rate = in.number();
        in.key("value");
        double value = in.number();
        in.key("stream");
        return new Op.Mask(rate, value, in.integer());
    }

    private Op slice() {
        int from = in.integer();
        in.expect("..");
        return new Op.Slice(from, in.integer());
    }

    private Op scan() {
        String axis = in.word();
        boolean reverse = in.accept("reverse");
        in.key("sequences");
        int sequences = in.integer();
        in.key("carried");
        int carried = in.integer();
        in.key("stacked");
        int stacked = in.integer();
        in.key("totals");
        int totals = in.integer();
        return new Op.Scan(axis, reverse, sequences, carried, stacked, totals, block());
    }

    private Op scatter() {
        in.key("rows");
        return new TokenOp.Scatter(in.integer());
    }

    private double smoothing() {
        in.key("smoothing");
        return in.number();
    }

    private List<Double> weights() {
        List<Double> weights = new ArrayList<>();
        if (in.accept("weights")) {
            in.expect("=");
            in.expect("[");
            do {
                weights.add(in.number());
            } while (in.accept(","));
            in.expect("]");
        }
        return weights;
    }

    private List<Value> definitions(String end) {
        List<Value> list = new ArrayList<>();
        while (!in.accept(end)) {
            if (!list.isEmpty()) {
                in.expect(",");
            }
            list.add(definition());
        }
        return list;
    }

    private Value definition() {
        Value value = typedValue();
        define(value);
        return value;
    }

    private void define(Value value) {
        values.put(value.toString(), value);
    }

    private Value typedValue() {
        String text = in.peek();
        if (!text.startsWith("%")) {
            throw in.error("expected a value but found '" + text + "'");
        }
        in.next();
        in.expect(":");
        int dot = text.lastIndexOf('.');
        return new Value(Integer.parseInt(text.substring(dot + 1)), text.substring(1, dot), type());
    }

    private Type type() {
        Extent extent = extent();
        List<Integer> dims = new ArrayList<>();
        in.expect("[");
        while (!in.accept("]")) {
            if (!dims.isEmpty()) {
                in.expect(",");
            }
            dims.add(in.integer());
        }
        return new Type(extent, dims);
    }

    private Extent extent() {
        Extent.Kind kind = Extent.Kind.valueOf(in.word().toUpperCase(Locale.ROOT));
        String axis = "";
        String by = "";
        if (in.accept("(")) {
            axis = in.word();
            by = in.accept("by") ? in.word() : "";
            in.expect(")");
        }
        return new Extent(kind, axis, by);
    }

    private List<Value> reads() {
        List<Value> list = new ArrayList<>();
        if (in.peek().startsWith("%")) {
            do {
                list.add(read());
            } while (in.accept(","));
        }
        return list;
    }

    private Value read() {
        String text = in.peek();
        Value value = values.get(text);
        if (value == null) {
            throw in.error("'" + text + "' is not defined above");
        }
        in.next();
        return value;
    }
}
