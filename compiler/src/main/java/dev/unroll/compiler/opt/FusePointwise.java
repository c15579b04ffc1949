package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.FreeValues;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Ref;
import dev.unroll.compiler.ir.Substitution;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pointwise code of one result type that feeds, or reads the same values, becomes one kernel with several results.
 *
 * <pre>
 *   a = sigmoid(x); b = mul(a, y); c = add(b, z)   ->   a, c = pointwise { a = sigmoid #0; b = mul a #1; c = add b #2 }
 * </pre>
 *
 * Only results read outside the kernel remain. Regions are as large as the order allows: two pieces of code stay apart
 * when one depends on the other through something that is not pointwise, such as a product, or when the kernel would read
 * and write more values than {@link PointwiseRegions#MAX_OPERANDS}. Slices stay operands. Within
 * a kernel, equal steps become one and constants are folded, see {@link ScalarSimplifier}.
 */
final class FusePointwise {
    private final Substitution substitution = new Substitution();

    private FusePointwise() {}

    static Program run(Program program) {
        FusePointwise work = new FusePointwise();
        Program predicting = program.mapPredictions(block -> work.fuse(block, Set.of()));
        Block forward = work.fuse(program.forward(), FreeValues.of(program.backward()));
        Block backward = work.fuse(program.backward(), Set.of());
        return predicting
                .mapPredictions(work.substitution::apply)
                .withForward(work.substitution.apply(forward))
                .withBackward(work.substitution.apply(backward), program.gradients());
    }

    private Block fuse(Block block, Set<Value> readElsewhere) {
        List<Instr> inside = new ArrayList<>();
        for (Instr instr : block.instrs()) {
            Op op = instr.op() instanceof Op.Scan scan ? scan.withBody(fuse(scan.body(), Set.of())) : instr.op();
            inside.add(new Instr(instr.results(), op, instr.operands(), instr.origin()));
        }
        Set<Value> readAfter = new HashSet<>(readElsewhere);
        readAfter.addAll(block.results());
        List<List<Instr>> regions = PointwiseRegions.of(inside, readAfter);
        Set<Value> needed = readAcross(regions);
        needed.addAll(readAfter);
        List<Instr> fused = new ArrayList<>();
        for (List<Instr> region : regions) {
            if (region.get(0).op() instanceof Op.Pointwise) {
                kernel(region, needed, fused);
            } else {
                fused.addAll(region);
            }
        }
        return new Block(block.parameters(), fused, block.results());
    }

    /** What each region reads from outside itself. */
    private static Set<Value> readAcross(List<List<Instr>> regions) {
        Set<Value> read = new HashSet<>();
        regions.forEach(region -> read.addAll(FreeValues.of(Block.of(region, List.of()))));
        return read;
    }

    private void kernel(List<Instr> region, Set<Value> needed, List<Instr> fused) {
        ScalarSimplifier simplifier = new ScalarSimplifier();
        Map<Value, Ref> computed = new HashMap<>();
        List<Value> results = new ArrayList<>();
        List<Ref> refs = new ArrayList<>();
        for (Instr instr : region) {
            List<Ref> arguments = new ArrayList<>();
            for (Value operand : instr.operands()) {
                Ref ref = computed.get(operand);
                arguments.add(ref != null ? ref : simplifier.argument(operand));
            }
            List<Ref> values = simplifier.inline(((Op.Pointwise) instr.op()).scalar(), arguments);
            for (int i = 0; i < values.size(); i++) {
                Value result = instr.results().get(i);
                computed.put(result, values.get(i));
                if (needed.contains(result)) {
                    int same = refs.indexOf(values.get(i));
                    if (same >= 0) {
                        substitution.replace(result, results.get(same));
                    } else {
                        results.add(result);
                        refs.add(values.get(i));
                    }
                }
            }
        }
        dropCopies(results, refs, simplifier);
        if (!results.isEmpty()) {
            ScalarSimplifier.Kernel kernel = simplifier.kernel(refs);
            fused.add(new Instr(
                    results,
                    new Op.Pointwise(kernel.scalar()),
                    kernel.operands(),
                    region.get(0).origin()));
        }
    }

    /** A result that is an operand of the same type is that operand. */
    private void dropCopies(List<Value> results, List<Ref> refs, ScalarSimplifier simplifier) {
        for (int i = results.size() - 1; i >= 0; i--) {
            if (refs.get(i) instanceof Arg arg
                    && simplifier.operand(arg).type().equals(results.get(i).type())) {
                substitution.replace(results.get(i), simplifier.operand(arg));
                results.remove(i);
                refs.remove(i);
            }
        }
    }
}
