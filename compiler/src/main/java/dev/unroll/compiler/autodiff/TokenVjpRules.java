package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Local;
import dev.unroll.compiler.ir.Scalar.Step;
import dev.unroll.compiler.ir.StepsOp;
import dev.unroll.compiler.ir.TokenOp;
import dev.unroll.compiler.ir.Value;
import java.util.List;
import java.util.Optional;

/** The reverse of the operations of tokens, classes and steps; see {@link VjpRules}. Ids and targets have no cotangents. */
abstract class TokenVjpRules implements TokenOp.Cases<List<Contribution>>, StepsOp.Cases<List<Contribution>> {
    private final Instr instr;
    private final List<Optional<Value>> cotangents;
    private final Sweep sweep;
    private final IrBuilder code;

    TokenVjpRules(Instr instr, List<Optional<Value>> cotangents, Sweep sweep) {
        this.instr = instr;
        this.cotangents = cotangents;
        this.sweep = sweep;
        this.code = sweep.code();
    }

    /** {@code dtable}: the rows of g summed by id. */
    @Override
    public final List<Contribution> gather(TokenOp.Gather op) {
        Value table = operand(0);
        return active(0)
                ? whole(
                        0,
                        code.scatter(
                                name(0), operand(1), g(), table.type().dims().get(0)))
                : List.of();
    }

    /** {@code dx}: the row of g that each id names. */
    @Override
    public final List<Contribution> scatter(TokenOp.Scatter op) {
        return active(1) ? whole(1, code.gather(name(1), g(), operand(0))) : List.of();
    }

    /** {@code dx = y (g - sum(g y))}. */
    @Override
    public final List<Contribution> softmax(TokenOp.Softmax op) {
        Value y = instr.result();
        Value sum = code.sumFeatures(name(0) + "_sum", code.pointwise(name(0) + "_part", Fn.MUL, g(), y));
        return whole(0, softmaxSlope(y, sum));
    }

    /** {@code dx = g - e^y sum(g)}. */
    @Override
    public final List<Contribution> logSoftmax(TokenOp.LogSoftmax op) {
        Value sum = code.sumFeatures(name(0) + "_sum", g());
        List<Step> steps = List.of(
                new Step("p", Fn.EXP, List.of(new Arg(1))),
                new Step("all", Fn.MUL, List.of(new Local(0), new Arg(2))),
                new Step(name(0), Fn.SUB, List.of(new Arg(0), new Local(1))));
        Scalar scalar = new Scalar(3, steps, List.of(new Local(2)));
        return whole(0, code.pointwise(name(0), scalar, g(), instr.result(), sum));
    }

    @Override
    public final List<Contribution> crossEntropy(TokenOp.CrossEntropy op) {
        return active(0)
                ? whole(
                        0,
                        code.crossEntropyGradient(name(0), operand(0), operand(1), g(), op.smoothing(), op.weights()))
                : List.of();
    }

    @Override
    public final List<Contribution> crossEntropyGradient(TokenOp.CrossEntropyGradient op) {
        throw new CompilerBug("differentiate", "no second derivative of a cross entropy is known");
    }

    /** {@code dx}: g at every step. */
    @Override
    public final List<Contribution> sumSteps(StepsOp.SumSteps op) {
        return whole(0, code.broadcast(name(0), g(), operand(0).type()));
    }

    /** {@code dx = y (g - sum(g y))}, the sum over an example's steps. */
    @Override
    public final List<Contribution> softmaxSteps(StepsOp.SoftmaxSteps op) {
        Value y = instr.result();
        Value sum = code.sumSteps(name(0) + "_sum", code.pointwise(name(0) + "_part", Fn.MUL, g(), y));
        return whole(0, softmaxSlope(y, code.broadcast(name(0) + "_sums", sum, y.type())));
    }

    @Override
    public final List<Contribution> lengths(StepsOp.Lengths op) {
        return List.of();
    }

    @Override
    public final List<Contribution> reverse(StepsOp.Reverse op) {
        return whole(0, code.reverse(name(0), g()));
    }

    /** {@code y (g - sum)}. */
    final Value softmaxSlope(Value y, Value sum) {
        List<Step> steps = List.of(
                new Step("above", Fn.SUB, List.of(new Arg(0), new Arg(2))),
                new Step(name(0), Fn.MUL, List.of(new Arg(1), new Local(0))));
        return code.pointwise(name(0), new Scalar(3, steps, List.of(new Local(1))), g(), y, sum);
    }

    final List<Contribution> whole(int operand, Value cotangent) {
        return List.of(Contribution.whole(operand(operand), cotangent));
    }

    final String name(int operand) {
        return Cotangents.name(operand(operand));
    }

    final Value g() {
        return cotangents.get(0).orElseThrow();
    }

    final Value operand(int index) {
        return instr.operands().get(index);
    }

    final boolean active(int operand) {
        return sweep.isActive(operand(operand));
    }
}
