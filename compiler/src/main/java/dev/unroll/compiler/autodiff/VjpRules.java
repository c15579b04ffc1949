package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Ref;
import dev.unroll.compiler.ir.ScanBody;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The reverse of every operation: code for the cotangents of its operands, given those of its results. One method per
 * operation; {@code g} is the cotangent of the result, {@code dx} of operand x.
 */
final class VjpRules extends SpanVjpRules implements Op.Cases<List<Contribution>> {
    private final Instr instr;
    private final List<Optional<Value>> cotangents;
    private final Sweep sweep;
    private final IrBuilder code;

    /**
     * The rules for one instruction.
     *
     * @param cotangents one per result, at least one present; an absent one is 0
     */
    VjpRules(Instr instr, List<Optional<Value>> cotangents, Sweep sweep) {
        super(instr, cotangents, sweep);
        this.instr = instr;
        this.cotangents = cotangents;
        this.sweep = sweep;
        this.code = sweep.code();
    }

    @Override
    public List<Contribution> constant(Op.Constant op) {
        return List.of();
    }

    @Override
    public List<Contribution> rowCount(Op.RowCount op) {
        return List.of();
    }

    /** {@code dx}: g summed over whatever x was repeated over. */
    @Override
    public List<Contribution> broadcast(Op.Broadcast op) {
        Value x = operand(0);
        Extent to = g().type().extent();
        if (to.isAttended() && x.type().extent().equals(to.readers())) {
            return List.of(Contribution.whole(x, code.sumSpans(Cotangents.name(x), g())));
        }
        if (x.type().extent().equals(Extent.BATCH) && g().type().extent().kind() == Extent.Kind.TOKENS) {
            return List.of(Contribution.whole(x, code.sumSteps(Cotangents.name(x), g())));
        }
        return List.of(Contribution.whole(x, sumTo(x, g())));
    }

    @Override
    public List<Contribution> mask(Op.Mask op) {
        return List.of();
    }

    /** {@code dx_i = g * df/dx_i}, see {@link PointwiseDerivatives}, summed over what x_i was spread over. */
    @Override
    public List<Contribution> pointwise(Op.Pointwise op) {
        Scalar scalar = op.scalar();
        if (scalar.steps().isEmpty()) {
            return scalar.results().get(0) instanceof Arg arg && active(arg.index())
                    ? List.of(Contribution.whole(operand(arg.index()), sumTo(operand(arg.index()), g())))
                    : List.of();
        }
        Scalar.Step step = scalar.steps().get(0);
        List<Contribution> result = new ArrayList<>();
        for (int position = 0; position < step.operands().size(); position++) {
            if (step.operands().get(position) instanceof Arg arg && active(arg.index())) {
                Value x = operand(arg.index());
                partial(step, position, x).ifPresent(dx -> result.add(Contribution.whole(x, sumTo(x, dx))));
            }
        }
        return result;
    }

    /** {@code g * df/dx} at every element of the result. */
    private Optional<Value> partial(Scalar.Step step, int position, Value x) {
        List<Value> available = new ArrayList<>(instr.operands());
        available.add(instr.result());
        available.add(g());
        Ref y = new Arg(instr.operands().size());
        Ref g = new Arg(instr.operands().size() + 1);
        ScalarCode scalar = new ScalarCode(Cotangents.name(x));
        return PointwiseDerivatives.cotangent(
                        new PointwiseDerivatives.Application(step.fn(), step.operands(), y, g), position, scalar)
                .map(dx -> {
                    if (dx.equals(g)) {
                        return g();
                    }
                    ScalarCode.Finished finished = scalar.finish(dx);
                    List<Value> operands =
                            finished.arguments().stream().map(available::get).toList();
                    List<String> names = List.of(Cotangents.name(x));
                    return code.pointwise(names, finished.scalar(), operands, g().type())
                            .get(0);
                });
    }

    /**
     * {@code y = a b: da = g bᵀ, db = aᵀ g}; {@code y = a bᵀ: da = g b, db = gᵀ a}; {@code y = aᵀ b: da = b gᵀ, db = a g};
     * the addend's is g, summed over rows if it was a vector.
     */
    @Override
    public List<Contribution> matMul(Op.MatMul op) {
        Value a = operand(0);
        Value b = operand(1);
        List<Contribution> result = new ArrayList<>();
        if (sweep.isActive(a)) {
            String name = Cotangents.name(a);
            Value da;
            if (op.transposeA()) {
                da = code.matMulTransposeB(name, b, g());
            } else {
                da = op.transposeB() ? code.matMul(name, g(), b) : code.matMulTransposeB(name, g(), b);
            }
            result.add(Contribution.whole(a, da));
        }
        if (sweep.isActive(b)) {
            String name = Cotangents.name(b);
            Value db;
            if (op.transposeA()) {
                db = code.matMul(name, a, g());
            } else {
                db = op.transposeB() ? code.matMulTransposeA(name, g(), a) : code.matMulTransposeA(name, a, g());
            }
            result.add(Contribution.whole(b, db));
        }
        if (instr.operands().size() == 3 && active(2)) {
            result.add(Contribution.whole(operand(2), sumTo(operand(2), g())));
        }
        return result;
    }

    @Override
    public List<Contribution> sumRows(Op.SumRows op) {
        return repeated();
    }

    @Override
    public List<Contribution> sumFeatures(Op.SumFeatures op) {
        return repeated();
    }

    /** Each operand's columns of g. */
    @Override
    public List<Contribution> concat(Op.Concat op) {
        List<Contribution> result = new ArrayList<>();
        int from = 0;
        for (Value x : instr.operands()) {
            int to = from + x.type().width();
            if (sweep.isActive(x)) {
                boolean all = to - from == g().type().width();
                result.add(Contribution.whole(x, all ? g() : code.slice(Cotangents.name(x), g(), from, to)));
            }
            from = to;
        }
        return result;
    }

    /** g in the columns of the slice, nothing elsewhere. */
    @Override
    public List<Contribution> slice(Op.Slice op) {
        return List.of(new Contribution(operand(0), op.from(), op.to(), g()));
    }

    @Override
    public List<Contribution> last(Op.Last op) {
        Value x = operand(0);
        return List.of(Contribution.whole(
                x, code.atLast(Cotangents.name(x), g(), x.type().extent().axis())));
    }

    @Override
    public List<Contribution> atLast(Op.AtLast op) {
        return List.of(Contribution.whole(operand(0), code.last(Cotangents.name(operand(0)), g())));
    }

    /** The opposite shift with zeros coming in; the initial rows' cotangent is what g has where they went. */
    @Override
    public List<Contribution> shift(Op.Shift op) {
        List<Contribution> result = new ArrayList<>();
        Value x = operand(0);
        Value initial = operand(1);
        if (sweep.isActive(x)) {
            Value zeros = code.constant("zeros", initial.type(), 0);
            result.add(Contribution.whole(x, code.shift(Cotangents.name(x), g(), zeros, !op.reverse())));
        }
        if (sweep.isActive(initial)) {
            String name = Cotangents.name(initial);
            result.add(Contribution.whole(initial, op.reverse() ? code.last(name, g()) : first(initial, g())));
        }
        return result;
    }

    @Override
    public List<Contribution> scan(Op.Scan op) {
        return new ScanVjp(instr, op, sweep).contributions(cotangents);
    }

    /** The reverse of a sum: g everywhere. */
    private List<Contribution> repeated() {
        Value x = operand(0);
        return List.of(Contribution.whole(x, code.broadcast(Cotangents.name(x), g(), x.type())));
    }

    /** Each example's row at its first step, as the last state of a loop that runs from the end. */
    private Value first(Value primal, Value sequence) {
        Value zeros = code.constant("zeros", primal.type(), 0);
        ScanBody keepRow = (inner, rows, states) -> new ScanBody.Yield(rows, List.of());
        String axis = sequence.type().extent().axis();
        return code.scan(axis, true, List.of(sequence), List.of(zeros), keepRow)
                .carried()
                .get(0);
    }

    /** {@code g} summed over the features and rows that {@code x} was spread over. */
    private Value sumTo(Value x, Value g) {
        Type wanted = x.type();
        String name = Cotangents.name(x);
        Value sum = g;
        if (wanted.width() < sum.type().width() && sum.type().dims().size() == 1) {
            sum = code.sumFeatures(name, sum);
        }
        if (wanted.extent().isFixed() && !sum.type().extent().isFixed()) {
            sum = code.sumRows(name, sum);
        }
        if (wanted.equals(Type.SCALAR) && sum.type().equals(Type.vector(1))) {
            sum = code.sumFeatures(name, sum);
        }
        if (wanted.equals(Type.vector(1)) && sum.type().equals(Type.SCALAR)) {
            sum = code.broadcast(name, sum, wanted);
        }
        if (!sum.type().equals(wanted)) {
            throw new CompilerBug(
                    "differentiate", "no sum from " + g.type() + " to " + wanted + " for the cotangent of " + x);
        }
        return sum;
    }
}
