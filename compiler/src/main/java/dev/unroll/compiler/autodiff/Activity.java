package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Value;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which values depend on those whose gradients are wanted; no code is written for cotangents of the others. */
final class Activity {
    private final Set<Value> active;

    private Activity(Collection<Value> wanted) {
        this.active = new HashSet<>(wanted);
    }

    /** The values of {@code block}, bodies of scans included, that depend on {@code wanted}; {@code wanted} included. */
    static Set<Value> of(Block block, Collection<Value> wanted) {
        Activity activity = new Activity(wanted);
        block.instrs().forEach(activity::visit);
        return activity.active;
    }

    private void visit(Instr instr) {
        if (instr.op() instanceof Op.Scan scan) {
            visit(instr, scan);
        } else if (instr.operands().stream().anyMatch(active::contains)) {
            active.addAll(instr.results());
        }
    }

    /** A state is active before a step if it is after one, so the body is visited until nothing changes. */
    private void visit(Instr instr, Op.Scan scan) {
        copy(instr.operands(), scan.body().parameters());
        int before;
        do {
            before = active.size();
            scan.body().instrs().forEach(this::visit);
            for (int state = 0; state < scan.carried(); state++) {
                if (active.contains(scan.body().results().get(state))) {
                    active.add(scan.body().parameters().get(scan.sequences() + state));
                }
            }
        } while (active.size() > before);
        copy(scan.body().results(), instr.results());
    }

    private void copy(List<Value> from, List<Value> to) {
        for (int i = 0; i < from.size(); i++) {
            if (active.contains(from.get(i))) {
                active.add(to.get(i));
            }
        }
    }
}
