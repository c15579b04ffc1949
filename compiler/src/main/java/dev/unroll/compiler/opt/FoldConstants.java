package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Const;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Constants move into the code that reads them.
 *
 * <pre>
 *   c = constant 2; y = pointwise { mul #0 #1 }(x, c)   ->   y = pointwise { mul #0 2 }(x)
 *   c = constant 2; y = broadcast(c), y = slice(c)      ->   y = constant 2
 *   y = concat(constant 0, constant 0)                  ->   y = constant 0
 *   y = pointwise { add 1 2 }()                         ->   y = constant 3
 * </pre>
 */
final class FoldConstants extends Rewriting {
    private final Map<Value, Double> constants = new HashMap<>();

    private FoldConstants(Program program) {
        super(program);
    }

    static Program run(Program program) {
        return new FoldConstants(program).walk(program);
    }

    @Override
    void rewrite(Instr instr, IrBuilder code) {
        Instr folded = instr.op() instanceof Op.Pointwise pointwise ? withConstants(instr, pointwise.scalar()) : instr;
        Double value = constantOf(folded);
        if (value == null) {
            code.append(folded);
        } else {
            constants.put(folded.result(), value);
            code.append(new Instr(folded.results(), new Op.Constant(value), List.of(), folded.origin()));
        }
    }

    private Instr withConstants(Instr instr, Scalar scalar) {
        ScalarSimplifier simplifier = new ScalarSimplifier();
        List<Scalar.Ref> arguments = new ArrayList<>();
        for (Value operand : instr.operands()) {
            Double constant = constants.get(operand);
            arguments.add(constant == null ? simplifier.argument(operand) : new Const(constant));
        }
        List<Scalar.Ref> results = simplifier.inline(scalar, arguments);
        ScalarSimplifier.Kernel kernel = simplifier.kernel(results);
        return new Instr(instr.results(), new Op.Pointwise(kernel.scalar()), kernel.operands(), instr.origin());
    }

    /** The value of all elements of the only result, null if it is not known. */
    private Double constantOf(Instr instr) {
        if (instr.op() instanceof Op.Constant constant) {
            return constant.value();
        }
        if (instr.op() instanceof Op.Broadcast || instr.op() instanceof Op.Slice) {
            return constants.get(instr.operands().get(0));
        }
        if (instr.op() instanceof Op.Concat) {
            List<Double> values =
                    instr.operands().stream().map(constants::get).distinct().toList();
            return values.size() == 1 ? values.get(0) : null;
        }
        if (instr.op() instanceof Op.Pointwise pointwise && instr.results().size() == 1) {
            return pointwise.scalar().results().get(0) instanceof Const result ? Double.valueOf(result.value()) : null;
        }
        return null;
    }
}
