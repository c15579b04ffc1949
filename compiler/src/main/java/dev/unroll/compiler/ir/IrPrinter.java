package dev.unroll.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text form of a program, which {@link IrParser} reads back to an equal program. */
public final class IrPrinter implements Op.Cases<String> {
    private static final Pattern WORD = Pattern.compile(IrTokens.WORD);

    private final StringBuilder out;
    private final String indent;

    private IrPrinter(StringBuilder out, String indent) {
        this.out = out;
        this.indent = indent;
    }

    /** The whole program. */
    public static String print(Program program) {
        StringBuilder out = new StringBuilder("program " + word(program.name()) + "\n");
        program.parameters().forEach(parameter -> parameter(out, parameter));
        program.inputs()
                .forEach(input -> out.append("input ").append(typed(input)).append('\n'));
        topLevel(out, "predict", program.predict());
        for (Program.Phase phase : program.phases()) {
            String inputs = phase.inputs().stream().map(IrPrinter::typed).collect(Collectors.joining(", "));
            topLevel(out, "phase " + word(phase.name()) + " (" + inputs + ")", phase.block());
        }
        topLevel(out, "forward", program.forward());
        topLevel(out, "backward", program.backward());
        out.append("gradients").append(spaced(values(program.gradients()))).append('\n');
        for (Program.Probe probe : program.probes()) {
            out.append("probe ")
                    .append(word(probe.layer()))
                    .append(' ')
                    .append(typed(probe.value()))
                    .append('\n');
        }
        return out.toString();
    }

    /** One block, indented by two spaces, for messages and dumps of parts. */
    public static String print(Block block) {
        StringBuilder out = new StringBuilder();
        block(out, block, "  ");
        return out.toString();
    }

    /** One instruction, for messages. */
    public static String print(Instr instr) {
        StringBuilder out = new StringBuilder();
        instr(out, instr, "");
        return out.toString();
    }

    private static void parameter(StringBuilder out, Parameter parameter) {
        out.append("parameter ").append(typed(parameter.value())).append(parameter.frozen() ? " frozen {\n" : " {\n");
        for (Parameter.Segment segment : parameter.segments()) {
            out.append("  ").append(word(segment.name()));
            out.append(' ').append(segment.from()).append("..").append(segment.to());
            out.append(segment.transposed() ? " transposed" : "");
            out.append(' ')
                    .append(segment.init())
                    .append(' ')
                    .append(segment.kind())
                    .append('\n');
        }
        out.append("}\n");
    }

    private static void topLevel(StringBuilder out, String name, Block block) {
        out.append('\n').append(name).append(parameters(block)).append(" {\n");
        block(out, block, "  ");
        out.append("}\n");
    }

    private static String parameters(Block block) {
        String typed = block.parameters().stream().map(IrPrinter::typed).collect(Collectors.joining(", "));
        return typed.isEmpty() ? "" : " (" + typed + ")";
    }

    private static void block(StringBuilder out, Block block, String indent) {
        block.instrs().forEach(instr -> instr(out, instr, indent));
        out.append(indent).append("->").append(spaced(values(block.results()))).append('\n');
    }

    private static void instr(StringBuilder out, Instr instr, String indent) {
        String results = instr.results().stream().map(IrPrinter::typed).collect(Collectors.joining(", "));
        out.append(indent)
                .append(results)
                .append(results.isEmpty() ? "= " : " = ")
                .append(instr.op().name());
        if (!instr.operands().isEmpty()) {
            out.append('(').append(values(instr.operands())).append(')');
        }
        out.append(spaced(instr.op().match(new IrPrinter(out, indent))));
        if (!instr.origin().equals(Origin.NONE)) {
            Origin origin = instr.origin();
            out.append(" @ ").append(word(origin.file())).append(':').append(origin.line());
            out.append(origin.layer().isEmpty() ? "" : " " + word(origin.layer()));
        }
        out.append('\n');
    }

    @Override
    public String constant(Op.Constant op) {
        return Double.toString(op.value());
    }

    @Override
    public String rowCount(Op.RowCount op) {
        return op.extent().toString();
    }

    @Override
    public String broadcast(Op.Broadcast op) {
        return "";
    }

    @Override
    public String mask(Op.Mask op) {
        return "rate=" + op.rate() + " value=" + op.value() + " stream=" + op.stream();
    }

    @Override
    public String pointwise(Op.Pointwise op) {
        return ScalarText.print(op.scalar());
    }

    @Override
    public String matMul(Op.MatMul op) {
        return op.transposeA() ? "transposeA" : op.transposeB() ? "transposeB" : "";
    }

    @Override
    public String sumRows(Op.SumRows op) {
        return "";
    }

    @Override
    public String sumFeatures(Op.SumFeatures op) {
        return "";
    }

    @Override
    public String concat(Op.Concat op) {
        return "";
    }

    @Override
    public String slice(Op.Slice op) {
        return op.from() + ".." + op.to();
    }

    @Override
    public String last(Op.Last op) {
        return "";
    }

    @Override
    public String atLast(Op.AtLast op) {
        return "";
    }

    @Override
    public String shift(Op.Shift op) {
        return op.reverse() ? "reverse" : "";
    }

    @Override
    public String gather(TokenOp.Gather op) {
        return "";
    }

    @Override
    public String scatter(TokenOp.Scatter op) {
        return "rows=" + op.rows();
    }

    @Override
    public String softmax(TokenOp.Softmax op) {
        return "";
    }

    @Override
    public String logSoftmax(TokenOp.LogSoftmax op) {
        return "";
    }

    @Override
    public String crossEntropy(TokenOp.CrossEntropy op) {
        return classes(op.smoothing(), op.weights());
    }

    @Override
    public String crossEntropyGradient(TokenOp.CrossEntropyGradient op) {
        return classes(op.smoothing(), op.weights());
    }

    private static String classes(double smoothing, List<Double> weights) {
        return "smoothing=" + smoothing + (weights.isEmpty() ? "" : " weights=" + weights);
    }

    @Override
    public String sumSteps(StepsOp.SumSteps op) {
        return "";
    }

    @Override
    public String softmaxSteps(StepsOp.SoftmaxSteps op) {
        return "";
    }

    @Override
    public String lengths(StepsOp.Lengths op) {
        return op.axis();
    }

    @Override
    public String reverse(StepsOp.Reverse op) {
        return "";
    }

    @Override
    public String lay(SpanOp.Lay op) {
        return op.by();
    }

    @Override
    public String unlay(SpanOp.Unlay op) {
        return "";
    }

    @Override
    public String alive(SpanOp.Alive op) {
        return "";
    }

    @Override
    public String widen(SpanOp.Widen op) {
        return "";
    }

    @Override
    public String sumSpans(SpanOp.SumSpans op) {
        return "";
    }

    @Override
    public String softmaxSpans(SpanOp.SoftmaxSpans op) {
        return "";
    }

    @Override
    public String positions(SpanOp.Positions op) {
        return op.axis() + " " + op.by();
    }

    @Override
    public String scan(Op.Scan op) {
        List<String> words = new ArrayList<>(List.of(op.axis()));
        if (op.reverse()) {
            words.add("reverse");
        }
        words.add("sequences=" + op.sequences());
        words.add("carried=" + op.carried());
        words.add("stacked=" + op.stacked());
        words.add("totals=" + op.totals());
        out.append(' ')
                .append(String.join(" ", words))
                .append(parameters(op.body()))
                .append(" {\n");
        block(out, op.body(), indent + "  ");
        out.append(indent).append('}');
        return "";
    }

    private static String typed(Value value) {
        return value + ": " + value.type();
    }

    private static String values(List<Value> values) {
        return values.stream().map(Value::toString).collect(Collectors.joining(", "));
    }

    private static String spaced(String text) {
        return text.isEmpty() ? "" : " " + text;
    }

    /** {@code text} as it is if it can be read back so, else in quotes. */
    private static String word(String text) {
        if (WORD.matcher(text).matches()) {
            return text;
        }
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}
