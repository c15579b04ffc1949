package dev.unroll.compiler.ir;

import dev.unroll.compiler.ir.Extent.Kind;
import java.util.List;

/** The type rules of the operations of tokens, classes and steps, whose operands determine their results. */
abstract class TokenOpTypes implements TokenOp.Cases<List<Type>>, StepsOp.Cases<List<Type>>, SpanOp.Cases<List<Type>> {
    private final List<Type> operands;

    TokenOpTypes(List<Type> operands) {
        this.operands = operands;
    }

    @Override
    public final List<Type> gather(TokenOp.Gather op) {
        operandCount(2);
        Type table = operands.get(0);
        require(table.extent().isFixed() && table.dims().size() == 2, "the table must be a matrix, is " + table);
        return List.of(column(1).withWidth(table.width()));
    }

    @Override
    public final List<Type> scatter(TokenOp.Scatter op) {
        operandCount(2);
        Type x = withRows(operands.get(1));
        require(column(0).extent().equals(x.extent()), "ids and rows differ in extent");
        return List.of(Type.matrix(op.rows(), x.width()));
    }

    @Override
    public final List<Type> softmax(TokenOp.Softmax op) {
        return List.of(withRows(onlyOperand()));
    }

    @Override
    public final List<Type> logSoftmax(TokenOp.LogSoftmax op) {
        return List.of(withRows(onlyOperand()));
    }

    @Override
    public final List<Type> crossEntropy(TokenOp.CrossEntropy op) {
        operandCount(2);
        return List.of(classes(op.weights()).withWidth(1));
    }

    @Override
    public final List<Type> crossEntropyGradient(TokenOp.CrossEntropyGradient op) {
        operandCount(3);
        require(column(2).equals(column(1)), "target and cotangent differ in extent");
        return List.of(classes(op.weights()));
    }

    @Override
    public final List<Type> sumSteps(StepsOp.SumSteps op) {
        return List.of(sequence().withExtent(Extent.BATCH));
    }

    @Override
    public final List<Type> softmaxSteps(StepsOp.SoftmaxSteps op) {
        return List.of(sequence());
    }

    @Override
    public final List<Type> lengths(StepsOp.Lengths op) {
        operandCount(0);
        return List.of(Type.batch(1));
    }

    @Override
    public final List<Type> reverse(StepsOp.Reverse op) {
        return List.of(sequence());
    }

    @Override
    public final List<Type> lay(SpanOp.Lay op) {
        Type tokens = sequence();
        return List.of(tokens.withExtent(Extent.spans(tokens.extent().axis(), op.by())));
    }

    @Override
    public final List<Type> unlay(SpanOp.Unlay op) {
        Type spans = onlyOperand();
        requireKind(spans, Kind.SPANS);
        return List.of(spans.withExtent(Extent.tokens(spans.extent().axis())));
    }

    @Override
    public final List<Type> alive(SpanOp.Alive op) {
        Type spans = onlyOperand();
        requireKind(spans, Kind.SPANS);
        return List.of(spans.withExtent(spans.extent().atStep(spans.extent().by())));
    }

    @Override
    public final List<Type> widen(SpanOp.Widen op) {
        Type alive = onlyOperand();
        requireKind(alive, Kind.STEPSPANS);
        return List.of(alive.withExtent(alive.extent().carried()));
    }

    @Override
    public final List<Type> sumSpans(SpanOp.SumSpans op) {
        Type spans = attended();
        return List.of(spans.withExtent(spans.extent().readers()));
    }

    @Override
    public final List<Type> softmaxSpans(SpanOp.SoftmaxSpans op) {
        return List.of(attended());
    }

    @Override
    public final List<Type> positions(SpanOp.Positions op) {
        operandCount(0);
        return List.of(Type.spans(op.axis(), op.by(), 1));
    }

    private Type attended() {
        Type operand = onlyOperand();
        require(operand.extent().isAttended(), operand + " has no spans");
        return operand;
    }

    private Type sequence() {
        Type operand = onlyOperand();
        requireKind(operand, Kind.TOKENS);
        return operand;
    }

    /** The type of logits that have a column of targets and fit the class weights. */
    private Type classes(List<Double> weights) {
        Type logits = withRows(operands.get(0));
        require(column(1).extent().equals(logits.extent()), "logits and targets differ in extent");
        boolean fit = weights.isEmpty() || weights.size() == logits.width();
        require(fit, weights.size() + " class weights for " + logits);
        return logits;
    }

    private Type column(int operand) {
        Type type = withRows(operands.get(operand));
        require(type.width() == 1, "operand " + operand + " must have width 1, is " + type);
        return type;
    }

    final void operandCount(int count) {
        require(operands.size() == count, "takes " + count + " operands, got " + operands.size());
    }

    final Type onlyOperand() {
        operandCount(1);
        return operands.get(0);
    }

    static Type withRows(Type type) {
        require(!type.extent().isFixed(), type + " has no rows");
        return type;
    }

    static void requireKind(Type type, Kind kind) {
        require(type.extent().kind() == kind, type + " is not " + kind);
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
