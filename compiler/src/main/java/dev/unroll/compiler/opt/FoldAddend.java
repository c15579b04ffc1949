package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.List;

/**
 * A product that is only read by a sum takes the other operand in.
 *
 * <pre>
 *   m = matmul(a, b); s = add(m, y)     ->   s = matmul(a, b, y)
 *   m = matmul(a, b); s = add(y, m)     ->   s = matmul(a, b, y)
 * </pre>
 *
 * y has the type of the sum or is a fixed vector. Of two products the second takes in the first.
 *
 * <p>After fusing, this is done only where it is free: a sum that pointwise code reads costs nothing there, and an addend
 * that is read again, or is a row of a sequence, would have to be copied.
 */
final class FoldAddend extends Rewriting {
    private final boolean onlyWhereFree;

    private FoldAddend(Program program, boolean onlyWhereFree) {
        super(program);
        this.onlyWhereFree = onlyWhereFree;
    }

    static Program run(Program program) {
        return new FoldAddend(program, false).walk(program);
    }

    static Program runWhereFree(Program program) {
        return new FoldAddend(program, true).walk(program);
    }

    @Override
    void rewrite(Instr instr, IrBuilder code) {
        if (isSum(instr) && !(onlyWhereFree && isReadByPointwise(instr.result()))) {
            for (int product = 1; product >= 0; product--) {
                Value m = instr.operands().get(product);
                Value y = instr.operands().get(1 - product);
                Instr definition = definition(m).orElse(null);
                boolean whole = m.type().equals(instr.result().type());
                if (definition != null
                        && takesIn(definition, y)
                        && isReadOnce(m)
                        && whole
                        && (!onlyWhereFree || isFree(y))) {
                    List<Value> operands = List.of(
                            definition.operands().get(0), definition.operands().get(1), y);
                    code.append(new Instr(instr.results(), definition.op(), operands, instr.origin()));
                    return;
                }
            }
        }
        code.append(instr);
    }

    private static boolean isSum(Instr instr) {
        if (!(instr.op() instanceof Op.Pointwise pointwise) || instr.operands().size() != 2) {
            return false;
        }
        Scalar scalar = pointwise.scalar();
        return scalar.steps().size() == 1
                && scalar.steps().get(0).fn() == Fn.ADD
                && scalar.steps().get(0).operands().stream().allMatch(Arg.class::isInstance)
                && scalar.results().equals(List.of(new Scalar.Local(0)))
                && !instr.operands().get(0).equals(instr.operands().get(1));
    }

    private boolean isFree(Value y) {
        return definition(y).isPresent() && isReadOnce(y);
    }

    private static boolean takesIn(Instr product, Value y) {
        Type type = product.results().get(0).type();
        return product.op() instanceof Op.MatMul
                && product.operands().size() == 2
                && (y.type().equals(type) || y.type().equals(Type.vector(type.width())));
    }
}
