package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Substitution;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Reads each sequence and stacks each value of one loop once, see {@link CommonSubexpressions}. */
final class SharedLoopParts {
    private final Instr loop;
    private final Op.Scan scan;
    private final Substitution substitution;

    /**
     * For one loop.
     *
     * @param substitution learns what replaces second copies
     */
    SharedLoopParts(Instr loop, Op.Scan scan, Substitution substitution) {
        this.loop = loop;
        this.scan = scan;
        this.substitution = substitution;
    }

    /** The loop with {@code inside} done to its body in between. */
    Instr share(UnaryOperator<Block> inside) {
        List<Value> operands = new ArrayList<>();
        List<Value> parameters = new ArrayList<>();
        int sequences = 0;
        for (int i = 0; i < loop.operands().size(); i++) {
            Value parameter = scan.body().parameters().get(i);
            int same = i < scan.sequences() ? operands.indexOf(loop.operands().get(i)) : -1;
            if (same >= 0) {
                substitution.replace(parameter, parameters.get(same));
            } else {
                operands.add(loop.operands().get(i));
                parameters.add(parameter);
                sequences += i < scan.sequences() ? 1 : 0;
            }
        }
        Block body = inside.apply(
                new Block(parameters, scan.body().instrs(), scan.body().results()));
        return withSharedResults(operands, sequences, body);
    }

    private Instr withSharedResults(List<Value> operands, int sequences, Block body) {
        List<Value> inBody = new ArrayList<>();
        List<Value> results = new ArrayList<>();
        int stacked = 0;
        for (int i = 0; i < loop.results().size(); i++) {
            boolean isStacked = i >= scan.carried() && i < scan.carried() + scan.stacked();
            int same = isStacked
                    ? inBody.subList(scan.carried(), inBody.size())
                            .indexOf(body.results().get(i))
                    : -1;
            if (same >= 0) {
                substitution.replace(loop.results().get(i), results.get(scan.carried() + same));
            } else {
                inBody.add(body.results().get(i));
                results.add(loop.results().get(i));
                stacked += isStacked ? 1 : 0;
            }
        }
        Block shared = new Block(body.parameters(), body.instrs(), inBody);
        Op.Scan op =
                new Op.Scan(scan.axis(), scan.reverse(), sequences, scan.carried(), stacked, scan.totals(), shared);
        return new Instr(results, op, operands, loop.origin());
    }
}
