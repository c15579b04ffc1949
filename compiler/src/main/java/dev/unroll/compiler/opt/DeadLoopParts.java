package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.FreeValues;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes the parts of one loop that nobody reads, see {@link DeadCode}. */
final class DeadLoopParts {
    private final Instr loop;
    private final Op.Scan scan;
    private final Block body;
    private final Set<Value> read;

    /**
     * For one loop.
     *
     * @param read what is read after it; at least one of its results
     */
    DeadLoopParts(Instr loop, Op.Scan scan, Set<Value> read) {
        this.loop = loop;
        this.scan = scan;
        this.body = scan.body();
        this.read = read;
    }

    Instr prune() {
        Set<Integer> results = new HashSet<>();
        for (int i = 0; i < loop.results().size(); i++) {
            if (read.contains(loop.results().get(i))) {
                results.add(i);
            }
        }
        Block needed = withNeededStates(results);
        Set<Value> readInBody = readInside(needed);
        List<Value> operands = new ArrayList<>();
        List<Value> parameters = new ArrayList<>();
        int sequences = 0;
        for (int i = 0; i < loop.operands().size(); i++) {
            boolean sequence = i < scan.sequences();
            if (sequence ? readInBody.contains(body.parameters().get(i)) : results.contains(i - scan.sequences())) {
                operands.add(loop.operands().get(i));
                parameters.add(body.parameters().get(i));
                sequences += sequence ? 1 : 0;
            }
        }
        int stackedTo = scan.carried() + scan.stacked();
        Op.Scan pruned = new Op.Scan(
                scan.axis(),
                scan.reverse(),
                sequences,
                count(results, 0, scan.carried()),
                count(results, scan.carried(), stackedTo),
                count(results, stackedTo, loop.results().size()),
                new Block(parameters, needed.instrs(), needed.results()));
        return new Instr(pick(loop.results(), results), pruned, operands, loop.origin());
    }

    /** Adds to {@code results} the states that the results need, until there are no more; returns what remains. */
    private Block withNeededStates(Set<Integer> results) {
        while (true) {
            Block needed = DeadCode.withResults(body, pick(body.results(), results));
            Set<Value> readInBody = readInside(needed);
            int before = results.size();
            for (int state = 0; state < scan.carried(); state++) {
                if (readInBody.contains(body.parameters().get(scan.sequences() + state))) {
                    results.add(state);
                }
            }
            if (results.size() == before) {
                return needed;
            }
        }
    }

    private static Set<Value> readInside(Block block) {
        return FreeValues.of(Block.of(block.instrs(), block.results()));
    }

    private static int count(Set<Integer> indexes, int from, int to) {
        return (int) indexes.stream().filter(i -> i >= from && i < to).count();
    }

    private static List<Value> pick(List<Value> values, Set<Integer> indexes) {
        List<Value> picked = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (indexes.contains(i)) {
                picked.add(values.get(i));
            }
        }
        return picked;
    }
}
