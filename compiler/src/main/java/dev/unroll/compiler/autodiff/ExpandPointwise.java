package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Const;
import dev.unroll.compiler.ir.Scalar.Local;
import dev.unroll.compiler.ir.Scalar.Ref;
import dev.unroll.compiler.ir.Scalar.Step;
import dev.unroll.compiler.ir.Substitution;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.ir.ValueIds;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code y, z = pointwise { s0; s1; ... }  ->  y = pointwise s0, ... one per step}, so that every intermediate is a value
 * that a derivative can read and a loop can keep. The inverse of fusing.
 */
final class ExpandPointwise {
    private final ValueIds ids;
    private final Substitution substitution = new Substitution();

    private ExpandPointwise(ValueIds ids) {
        this.ids = ids;
    }

    /** {@code block}, bodies of scans included, with at most one step and exactly one result per pointwise. */
    static Block run(Block block, ValueIds ids) {
        return new ExpandPointwise(ids).expand(block);
    }

    private Block expand(Block block) {
        IrBuilder code = new IrBuilder(ids);
        for (Instr instr : block.instrs()) {
            code.origin(instr.origin());
            if (instr.op() instanceof Op.Pointwise pointwise && !isPrimitive(pointwise.scalar())) {
                expand(instr, pointwise.scalar(), code);
            } else if (instr.op() instanceof Op.Scan scan) {
                Op inside = scan.withBody(expand(scan.body()));
                code.append(new Instr(instr.results(), inside, substitution.apply(instr.operands()), instr.origin()));
            } else {
                code.append(substitution.apply(instr));
            }
        }
        return new Block(block.parameters(), code.instrs(), substitution.apply(block.results()));
    }

    private static boolean isPrimitive(Scalar scalar) {
        return scalar.results().size() == 1
                && (scalar.steps().isEmpty()
                        || (scalar.steps().size() == 1 && scalar.results().get(0) instanceof Local));
    }

    private void expand(Instr instr, Scalar scalar, IrBuilder code) {
        Type type = instr.results().get(0).type();
        List<Value> operands = substitution.apply(instr.operands());
        List<Value> locals = new ArrayList<>();
        for (Step step : scalar.steps()) {
            List<Value> read = new ArrayList<>();
            List<Ref> refs = step.operands().stream()
                    .map(ref -> argument(ref, operands, locals, read))
                    .toList();
            Scalar one =
                    new Scalar(read.size(), List.of(new Step(step.name(), step.fn(), refs)), List.of(new Local(0)));
            locals.add(code.pointwise(List.of(step.name()), one, read, type).get(0));
        }
        for (int i = 0; i < instr.results().size(); i++) {
            Value result = instr.results().get(i);
            if (scalar.results().get(i) instanceof Local local) {
                substitution.replace(result, locals.get(local.index()));
            } else {
                List<Value> read = new ArrayList<>();
                Ref ref = argument(scalar.results().get(i), operands, locals, read);
                Scalar copy = new Scalar(read.size(), List.of(), List.of(ref));
                code.append(new Instr(List.of(result), new Op.Pointwise(copy), read, instr.origin()));
            }
        }
    }

    /** {@code ref} as an argument or constant of an instruction that reads {@code read}, which may grow. */
    private static Ref argument(Ref ref, List<Value> operands, List<Value> locals, List<Value> read) {
        if (ref instanceof Const) {
            return ref;
        }
        Value value = ref instanceof Arg arg ? operands.get(arg.index()) : locals.get(((Local) ref).index());
        if (!read.contains(value)) {
            read.add(value);
        }
        return new Arg(read.indexOf(value));
    }
}
