package dev.unroll.compiler.ir;

import dev.unroll.compiler.ir.Extent.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The type rule of every operation, used by {@link IrBuilder} and {@link IrVerifier} alike. A rule returns the result
 * types that the operands demand, or throws {@link IllegalArgumentException} with the types that do not fit.
 *
 * <p>Where the operands do not say everything (constant, broadcast, mask, at-last, pointwise), the rule takes the
 * declared result types into account.
 */
public final class IrTypes extends TokenOpTypes implements Op.Cases<List<Type>> {
    private final List<Type> operands;
    private final List<Type> declared;

    private IrTypes(List<Type> operands, List<Type> declared) {
        super(operands);
        this.operands = operands;
        this.declared = declared;
    }

    /**
     * The result types of {@code op}.
     *
     * @param declared the result types as written; may be empty where operands determine them
     * @throws IllegalArgumentException if the operand types do not fit the op, each other or the declared types
     */
    public static List<Type> resultTypes(Op op, List<Type> operands, List<Type> declared) {
        try {
            List<Type> results = op.match(new IrTypes(operands, declared));
            require(
                    declared.isEmpty() || declared.equals(results),
                    "results are " + results + ", declared " + declared);
            return results;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(op.name() + operands + ": " + e.getMessage(), e);
        }
    }

    /** The types of {@code values}, in order. */
    public static List<Type> of(List<Value> values) {
        return values.stream().map(Value::type).toList();
    }

    @Override
    public List<Type> constant(Op.Constant op) {
        operandCount(0);
        return List.of(declaredOne());
    }

    @Override
    public List<Type> rowCount(Op.RowCount op) {
        operandCount(0);
        require(op.extent().kind() == Kind.BATCH || op.extent().kind() == Kind.TOKENS, "counts rows of " + op.extent());
        return List.of(Type.SCALAR);
    }

    @Override
    public List<Type> broadcast(Op.Broadcast op) {
        Type from = onlyOperand();
        Type to = declaredOne();
        boolean scalarToWidth = from.equals(Type.SCALAR) && to.dims().size() == 1;
        boolean rows = from.extent().isFixed()
                && from.dims().size() == 1
                && from.dims().equals(to.dims());
        boolean steps = from.extent().kind() == Kind.BATCH
                && to.extent().kind() == Kind.TOKENS
                && from.dims().equals(to.dims());
        boolean spans = to.extent().isAttended()
                && from.extent().equals(to.extent().readers())
                && from.dims().equals(to.dims());
        boolean features = from.extent().equals(to.extent())
                && from.dims().equals(List.of(1))
                && to.dims().size() == 1;
        require(scalarToWidth || rows || steps || spans || features, "cannot become " + to);
        return List.of(to);
    }

    @Override
    public List<Type> mask(Op.Mask op) {
        operandCount(0);
        Type type = declaredOne();
        Kind kind = type.extent().kind();
        require(kind == Kind.BATCH || kind == Kind.TOKENS, "a mask cannot be " + type);
        return List.of(type);
    }

    @Override
    public List<Type> pointwise(Op.Pointwise op) {
        operandCount(op.scalar().arguments());
        Type result = declared.isEmpty() ? widest() : declared.get(0);
        for (Type operand : operands) {
            require(spreadsOver(operand, result), operand + " does not spread over " + result);
        }
        return Collections.nCopies(op.scalar().results().size(), result);
    }

    @Override
    public List<Type> matMul(Op.MatMul op) {
        require(operands.size() == 2 || operands.size() == 3, "takes 2 or 3 operands");
        Type a = withRows(operands.get(0));
        Type b = operands.get(1);
        Type result;
        if (op.transposeA()) {
            require(b.extent().equals(a.extent()), "different rows, " + a + " and " + b);
            result = Type.matrix(a.width(), b.width());
        } else {
            require(b.extent().isFixed() && b.dims().size() == 2, "second operand must be a matrix, is " + b);
            int inner = b.dims().get(op.transposeB() ? 1 : 0);
            require(
                    inner == a.width(),
                    "inner sizes differ, " + a + " and " + b + (op.transposeB() ? " transposed" : ""));
            result = a.withWidth(b.dims().get(op.transposeB() ? 0 : 1));
        }
        if (operands.size() == 3) {
            Type addend = operands.get(2);
            boolean fits = addend.equals(result) || addend.equals(Type.vector(result.width()));
            require(fits, "addend " + addend + " does not fit the product " + result);
        }
        return List.of(result);
    }

    @Override
    public List<Type> sumRows(Op.SumRows op) {
        return List.of(Type.vector(withRows(onlyOperand()).width()));
    }

    @Override
    public List<Type> sumFeatures(Op.SumFeatures op) {
        Type operand = onlyOperand();
        require(operand.dims().size() == 1, "no single row of features in " + operand);
        return List.of(operand.extent().isFixed() ? Type.SCALAR : operand.withWidth(1));
    }

    @Override
    public List<Type> concat(Op.Concat op) {
        require(!operands.isEmpty(), "takes at least 1 operand");
        Type first = operands.get(0);
        require(!first.dims().isEmpty(), "a scalar has no features");
        int width = 0;
        for (Type operand : operands) {
            require(sameRows(first, operand), "different rows, " + first + " and " + operand);
            width += operand.width();
        }
        return List.of(withLastSize(first, width));
    }

    @Override
    public List<Type> slice(Op.Slice op) {
        Type operand = onlyOperand();
        require(!operand.dims().isEmpty(), "a scalar has no features");
        require(op.to() <= operand.width(), "columns " + op.from() + ".." + op.to() + " of " + operand);
        return List.of(withLastSize(operand, op.to() - op.from()));
    }

    @Override
    public List<Type> last(Op.Last op) {
        Type operand = onlyOperand();
        requireKind(operand, Kind.TOKENS);
        return List.of(operand.withExtent(Extent.BATCH));
    }

    @Override
    public List<Type> atLast(Op.AtLast op) {
        Type operand = onlyOperand();
        requireKind(operand, Kind.BATCH);
        Type result = declaredOne();
        requireKind(result, Kind.TOKENS);
        return List.of(operand.withExtent(result.extent()));
    }

    @Override
    public List<Type> shift(Op.Shift op) {
        operandCount(2);
        Type sequence = operands.get(0);
        Extent extent = sequence.extent();
        require(extent.kind() == Kind.TOKENS || extent.kind() == Kind.PAIRS, sequence + " is not TOKENS");
        Type initial = operands.get(1);
        Extent before = extent.kind() == Kind.TOKENS ? Extent.BATCH : Extent.spans(extent.axis(), extent.by());
        require(initial.equals(sequence.withExtent(before)), "initial rows " + initial + " do not fit " + sequence);
        return List.of(sequence);
    }

    @Override
    public List<Type> scan(Op.Scan op) {
        operandCount(op.sequences() + op.carried());
        List<Type> parameters = of(op.body().parameters());
        List<Type> after = of(op.body().results());
        require(parameters.size() == operands.size(), "body has " + parameters.size() + " parameters");
        int expected = op.carried() + op.stacked() + op.totals();
        require(after.size() == expected, "body has " + after.size() + " results, not " + expected);
        List<Type> results = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            Extent extent = operands.get(i).extent();
            boolean sequence = extent.kind() == Kind.TOKENS || extent.kind() == Kind.PAIRS;
            boolean state = extent.kind() == Kind.BATCH || extent.kind() == Kind.SPANS;
            require(
                    i < op.sequences() ? sequence : state,
                    "operand " + i + " is " + operands.get(i) + ", not "
                            + (i < op.sequences() ? Extent.tokens(op.axis()) : Extent.BATCH));
            Type inBody = operands.get(i).withExtent(extent.atStep(op.axis()));
            require(
                    parameters.get(i).equals(inBody),
                    "body parameter " + i + " is " + parameters.get(i) + ", not " + inBody);
        }
        for (int i = 0; i < after.size(); i++) {
            Type type = after.get(i);
            boolean total = i >= op.carried() + op.stacked();
            Extent extent = type.extent();
            boolean spans = extent.kind() == Kind.SPANS && extent.by().equals(op.axis());
            boolean ofStep = extent.equals(Extent.step(op.axis()))
                    || (extent.kind() == Kind.STEPSPANS && extent.by().equals(op.axis()));
            require(total ? extent.isFixed() || spans : ofStep, "body result " + i + " cannot be " + type);
            if (i < op.carried()) {
                Type before = parameters.get(op.sequences() + i);
                require(
                        type.equals(before),
                        "state " + i + " is " + before + " before and " + type + " after the step");
            }
            results.add(total ? type : type.withExtent(i < op.carried() ? extent.carried() : extent.stacked()));
        }
        return results;
    }

    /** Whether a pointwise result of type {@code result} may read {@code operand}. */
    private static boolean spreadsOver(Type operand, Type result) {
        boolean widthFits = operand.width() == result.width() || operand.width() == 1;
        if (operand.extent().isFixed()) {
            return operand.equals(result) || (operand.dims().size() < 2 && widthFits);
        }
        return operand.extent().equals(result.extent()) && widthFits;
    }

    /** Rows if an operand has any, else a matrix if one is; as wide as the widest operand. */
    private Type widest() {
        int width = operands.stream().mapToInt(Type::width).max().orElse(1);
        for (Type operand : operands) {
            if (!operand.extent().isFixed()) {
                return operand.withWidth(width);
            }
        }
        Type result = Type.SCALAR;
        for (Type operand : operands) {
            if (operand.dims().size() == 2) {
                return operand;
            }
            result = operand.dims().isEmpty() ? result : Type.vector(width);
        }
        return result;
    }

    private static boolean sameRows(Type a, Type b) {
        return a.extent().equals(b.extent())
                && a.dims().size() == b.dims().size()
                && a.dims()
                        .subList(0, a.dims().size() - 1)
                        .equals(b.dims().subList(0, b.dims().size() - 1));
    }

    private static Type withLastSize(Type type, int size) {
        return type.dims().size() == 2 ? Type.matrix(type.dims().get(0), size) : type.withWidth(size);
    }

    private Type declaredOne() {
        require(declared.size() == 1, "needs one declared result type, got " + declared);
        return declared.get(0);
    }
}
