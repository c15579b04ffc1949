package dev.unroll.compiler.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Builds one block, instruction by instruction, and infers result types. Types that do not fit throw
 * {@link IllegalArgumentException} with the types: whoever builds IR has checked the user's program before.
 *
 * <p>Each method appends one instruction whose origin is the current {@link #origin(Origin)} and returns its result.
 * Names are hints and need not be unique.
 */
public final class IrBuilder {
    private final ValueIds ids;
    private final List<Instr> instrs = new ArrayList<>();
    private Origin origin = Origin.NONE;

    /** Starts an empty block whose new values get their ids from {@code ids}. */
    public IrBuilder(ValueIds ids) {
        this.ids = ids;
    }

    /** Where the following instructions come from. */
    public IrBuilder origin(Origin newOrigin) {
        this.origin = newOrigin;
        return this;
    }

    public Origin origin() {
        return origin;
    }

    public ValueIds ids() {
        return ids;
    }

    /** The instructions so far, in order. */
    public List<Instr> instrs() {
        return List.copyOf(instrs);
    }

    /** The block built so far, without parameters. */
    public Block block(List<Value> results) {
        return Block.of(instrs, results);
    }

    /** Appends an instruction as it is, for rewrites. */
    public void append(Instr instr) {
        IrTypes.resultTypes(instr.op(), IrTypes.of(instr.operands()), IrTypes.of(instr.results()));
        instrs.add(instr);
    }

    /** Appends {@code op} with fresh results, one per name, of types that follow from the operands. */
    public List<Value> append(List<String> names, Op op, List<Value> operands) {
        return append(names, op, operands, List.of());
    }

    /** As {@link #append(List, Op, List)}, for ops whose result type is a choice. */
    public List<Value> append(List<String> names, Op op, List<Value> operands, List<Type> declared) {
        List<Type> types = IrTypes.resultTypes(op, IrTypes.of(operands), declared);
        if (types.size() != names.size()) {
            throw new IllegalArgumentException(op.name() + " has results " + types + ", named " + names);
        }
        List<Value> results = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            results.add(ids.fresh(names.get(i), types.get(i)));
        }
        instrs.add(new Instr(results, op, operands, origin));
        return results;
    }

    /** Every element is {@code value}. */
    public Value constant(String name, Type type, double value) {
        return declared(name, new Op.Constant(value), List.of(), type);
    }

    /** How many rows {@code extent} has in the batch: {@code fixed[]}. */
    public Value rowCount(String name, Extent extent) {
        return inferred(name, new Op.RowCount(extent), List.of());
    }

    /** {@code value} repeated to {@code type}; see {@link Op.Broadcast} for what is possible. */
    public Value broadcast(String name, Value value, Type type) {
        return declared(name, new Op.Broadcast(), List.of(value), type);
    }

    /** {@code value} where kept and 0 where dropped, dropped with probability {@code rate}. */
    public Value mask(String name, Type type, double rate, double value, int stream) {
        return declared(name, new Op.Mask(rate, value, stream), List.of(), type);
    }

    /** One scalar function of the operands, in order; narrower operands spread over the widest. */
    public Value pointwise(String name, Fn fn, Value... operands) {
        Scalar.Ref[] arguments = new Scalar.Ref[operands.length];
        Arrays.setAll(arguments, Scalar.Arg::new);
        return inferred(name, new Op.Pointwise(Scalar.of(name, fn, arguments)), List.of(operands));
    }

    /**
     * A scalar program with one result, whose type follows from the operands. Constants go into {@code scalar}, as in
     * {@code Scalar.of("half", Fn.MUL, new Arg(0), new Const(0.5))}.
     */
    public Value pointwise(String name, Scalar scalar, Value... operands) {
        return inferred(name, new Op.Pointwise(scalar), List.of(operands));
    }

    /** {@code fn(value, constant)}. */
    public Value pointwise(String name, Fn fn, Value value, double constant) {
        return pointwise(name, Scalar.of(name, fn, new Scalar.Arg(0), new Scalar.Const(constant)), value);
    }

    /** A scalar program with any number of results, all of {@code resultType}. */
    public List<Value> pointwise(List<String> names, Scalar scalar, List<Value> operands, Type resultType) {
        List<Type> types = names.stream().map(name -> resultType).toList();
        return append(names, new Op.Pointwise(scalar), operands, types);
    }

    /** {@code a · b} for {@code a: E[k], b: fixed[k, n]}: {@code E[n]}. */
    public Value matMul(String name, Value a, Value b) {
        return inferred(name, new Op.MatMul(false, false), List.of(a, b));
    }

    /** {@code a · b + addend}. */
    public Value matMul(String name, Value a, Value b, Value addend) {
        return inferred(name, new Op.MatMul(false, false), List.of(a, b, addend));
    }

    /** {@code a · bᵀ} for {@code a: E[k], b: fixed[n, k]}: {@code E[n]}. */
    public Value matMulTransposeB(String name, Value a, Value b) {
        return inferred(name, new Op.MatMul(false, true), List.of(a, b));
    }

    /** {@code a · bᵀ + addend}. */
    public Value matMulTransposeB(String name, Value a, Value b, Value addend) {
        return inferred(name, new Op.MatMul(false, true), List.of(a, b, addend));
    }

    /** {@code aᵀ · b} for {@code a: E[k], b: E[n]}, summed over rows: {@code fixed[k, n]}. */
    public Value matMulTransposeA(String name, Value a, Value b) {
        return inferred(name, new Op.MatMul(true, false), List.of(a, b));
    }

    /** {@code aᵀ · b + addend}. */
    public Value matMulTransposeA(String name, Value a, Value b, Value addend) {
        return inferred(name, new Op.MatMul(true, false), List.of(a, b, addend));
    }

    /** Sum over all rows: {@code E[F] -> fixed[F]}. */
    public Value sumRows(String name, Value value) {
        return inferred(name, new Op.SumRows(), List.of(value));
    }

    /** Sum over the features of each row: {@code E[F] -> E[1]}, {@code fixed[F] -> fixed[]}. */
    public Value sumFeatures(String name, Value value) {
        return inferred(name, new Op.SumFeatures(), List.of(value));
    }

    /** Columns side by side. */
    public Value concat(String name, List<Value> values) {
        return inferred(name, new Op.Concat(), values);
    }

    /** Columns {@code from} (inclusive) to {@code to} (exclusive). */
    public Value slice(String name, Value value, int from, int to) {
        return inferred(name, new Op.Slice(from, to), List.of(value));
    }

    /** Each example's row at its last step: {@code tokens(a)[F] -> batch[F]}. */
    public Value last(String name, Value sequence) {
        return inferred(name, new Op.Last(), List.of(sequence));
    }

    /** Each example's row at its last step of {@code axis}, 0 at others: {@code batch[F] -> tokens(axis)[F]}. */
    public Value atLast(String name, Value rows, String axis) {
        return declared(name, new Op.AtLast(), List.of(rows), rows.type().withExtent(Extent.tokens(axis)));
    }

    /** The state before each step, see {@link Op.Shift}. */
    public Value shift(String name, Value sequence, Value initial, boolean reverse) {
        return inferred(name, new Op.Shift(reverse), List.of(sequence, initial));
    }

    /** The rows of {@code table: fixed[V, F]} that {@code ids: E[1]} name: {@code E[F]}. */
    public Value gather(String name, Value table, Value ids) {
        return inferred(name, new TokenOp.Gather(), List.of(table, ids));
    }

    /** Rows of {@code x: E[F]} summed by {@code ids: E[1]}: {@code fixed[tableRows, F]}. */
    public Value scatter(String name, Value ids, Value x, int tableRows) {
        return inferred(name, new TokenOp.Scatter(tableRows), List.of(ids, x));
    }

    /** Softmax over the features of each row. */
    public Value softmax(String name, Value x) {
        return inferred(name, new TokenOp.Softmax(), List.of(x));
    }

    /** The logarithm of the softmax over the features of each row. */
    public Value logSoftmax(String name, Value x) {
        return inferred(name, new TokenOp.LogSoftmax(), List.of(x));
    }

    /** The cross entropy of each row, {@code E[1]}, see {@link TokenOp.CrossEntropy}. */
    public Value crossEntropy(String name, Value logits, Value target, double smoothing, List<Double> weights) {
        return inferred(name, new TokenOp.CrossEntropy(smoothing, weights), List.of(logits, target));
    }

    /** The cotangent of the logits, {@code E[C]}, see {@link TokenOp.CrossEntropyGradient}. */
    public Value crossEntropyGradient(
            String name, Value logits, Value target, Value g, double smoothing, List<Double> weights) {
        return inferred(name, new TokenOp.CrossEntropyGradient(smoothing, weights), List.of(logits, target, g));
    }

    /** The sum of each example's rows: {@code tokens(a)[F] -> batch[F]}. */
    public Value sumSteps(String name, Value sequence) {
        return inferred(name, new StepsOp.SumSteps(), List.of(sequence));
    }

    /** Softmax over each example's steps, column by column. */
    public Value softmaxSteps(String name, Value sequence) {
        return inferred(name, new StepsOp.SoftmaxSteps(), List.of(sequence));
    }

    /** How many steps of {@code axis} each example has: {@code batch[1]}. */
    public Value lengths(String name, String axis) {
        return inferred(name, new StepsOp.Lengths(axis), List.of());
    }

    /** Each example's rows in opposite order. */
    public Value reverse(String name, Value sequence) {
        return inferred(name, new StepsOp.Reverse(), List.of(sequence));
    }

    /** Each example's rows side by side, for scans over {@code by}: {@code tokens(a)[F] -> spans(a by b)[F]}. */
    public Value lay(String name, Value sequence, String by) {
        return inferred(name, new SpanOp.Lay(by), List.of(sequence));
    }

    /** Reverse of {@link #lay}. */
    public Value unlay(String name, Value spans) {
        return inferred(name, new SpanOp.Unlay(), List.of(spans));
    }

    /** The spans of the examples alive at the step: {@code spans(a by b)[F] -> stepspans(a by b)[F]}. */
    public Value alive(String name, Value spans) {
        return inferred(name, new SpanOp.Alive(), List.of(spans));
    }

    /** Reverse of {@link #alive}. */
    public Value widen(String name, Value alive) {
        return inferred(name, new SpanOp.Widen(), List.of(alive));
    }

    /** The sum over each reader's own spans. */
    public Value sumSpans(String name, Value spans) {
        return inferred(name, new SpanOp.SumSpans(), List.of(spans));
    }

    /** Softmax over each reader's own spans, column by column. */
    public Value softmaxSpans(String name, Value spans) {
        return inferred(name, new SpanOp.SoftmaxSpans(), List.of(spans));
    }

    /** Which position of its example each span is: {@code spans(axis by by)[1]}. */
    public Value positions(String name, String axis, String by) {
        return inferred(name, new SpanOp.Positions(axis, by), List.of());
    }

    /**
     * A loop over steps, see {@link Op.Scan}. Sequences and states name the body's parameters; the results are named after
     * the values the body yields.
     *
     * @return final states, stacked sequences and totals
     */
    public ScanBody.Results scan(
            String axis, boolean reverse, List<Value> sequences, List<Value> initialStates, ScanBody body) {
        List<Value> rows = sequences.stream()
                .map(v -> ids.fresh(
                        v.name(), v.type().withExtent(v.type().extent().atStep(axis))))
                .toList();
        List<Value> states = initialStates.stream()
                .map(v -> ids.fresh(
                        v.name(), v.type().withExtent(v.type().extent().atStep(axis))))
                .toList();
        IrBuilder inner = new IrBuilder(ids).origin(origin);
        ScanBody.Yield yield = body.build(inner, rows, states);
        List<Value> results = join(join(yield.carried(), yield.stacked()), yield.totals());
        Block block = new Block(join(rows, states), inner.instrs(), results);
        Op.Scan op = new Op.Scan(
                axis,
                reverse,
                rows.size(),
                yield.carried().size(),
                yield.stacked().size(),
                yield.totals().size(),
                block);
        List<String> names = results.stream().map(Value::name).toList();
        return ScanBody.Results.of(op, append(names, op, join(sequences, initialStates)));
    }

    private Value inferred(String name, Op op, List<Value> operands) {
        return append(List.of(name), op, operands).get(0);
    }

    private Value declared(String name, Op op, List<Value> operands, Type type) {
        return append(List.of(name), op, operands, List.of(type)).get(0);
    }

    private static List<Value> join(List<Value> a, List<Value> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }
}
