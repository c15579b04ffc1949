package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.FreeValues;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Groups the instructions of a block into regions that can each run as one kernel, and orders the regions.
 *
 * <p>A region touches at most {@link #MAX_OPERANDS} values, slices of one value and parts of one concat counting once: that
 * is what a kernel takes.
 *
 * <p>Regions start as single instructions. Two pointwise regions of the same result type that are related (one reads
 * the other, or both read parts of one value with rows) are merged unless a third region depends on one and feeds the
 * other. Related pairs are tried in program order until none is left.
 */
final class PointwiseRegions {
    /** Values that one kernel may read and write. */
    static final int MAX_OPERANDS = 20;

    private final List<Instr> instrs;
    private final Touched touched;
    private final int[] region;
    private final List<BitSet> reads = new ArrayList<>();
    private final List<Set<Value>> sources = new ArrayList<>();

    private PointwiseRegions(List<Instr> instrs, Set<Value> readElsewhere) {
        this.instrs = instrs;
        this.touched = new Touched(instrs, readElsewhere);
        this.region = new int[instrs.size()];
        Map<Value, Integer> definedBy = new HashMap<>();
        Map<Value, Value> slicedFrom = new HashMap<>();
        for (int i = 0; i < instrs.size(); i++) {
            Instr instr = instrs.get(i);
            region[i] = i;
            BitSet read = new BitSet();
            Set<Value> source = new HashSet<>();
            for (Value value : FreeValues.of(instr)) {
                if (definedBy.containsKey(value)) {
                    read.set(definedBy.get(value));
                }
                if (!value.type().extent().isFixed()) {
                    source.add(slicedFrom.getOrDefault(value, value));
                }
            }
            reads.add(read);
            sources.add(source);
            for (Value result : instr.results()) {
                definedBy.put(result, i);
                if (instr.op() instanceof Op.Slice) {
                    slicedFrom.put(result, instr.operands().get(0));
                }
            }
        }
    }

    /**
     * The regions in an order that respects dependences, each with its instructions in their original order.
     *
     * @param readElsewhere what is read after the block, its results included
     */
    static List<List<Instr>> of(List<Instr> instrs, Set<Value> readElsewhere) {
        PointwiseRegions regions = new PointwiseRegions(instrs, readElsewhere);
        regions.mergeAll();
        return regions.ordered();
    }

    private void mergeAll() {
        boolean merged;
        do {
            merged = false;
            for (int b = 0; b < instrs.size(); b++) {
                for (int a = 0; a < b; a++) {
                    if (region[a] == a
                            && region[b] == b
                            && type(a) != null
                            && type(a).equals(type(b))
                            && areRelated(a, b)) {
                        merged |= merge(a, b);
                    }
                }
            }
        } while (merged);
    }

    private Type type(int i) {
        return instrs.get(i).op() instanceof Op.Pointwise
                ? instrs.get(i).results().get(0).type()
                : null;
    }

    private boolean areRelated(int a, int b) {
        return readsDirectly(a, b)
                || readsDirectly(b, a)
                || sources.get(a).stream().anyMatch(sources.get(b)::contains);
    }

    private boolean readsDirectly(int reader, int read) {
        return reads.get(reader).stream().anyMatch(i -> region[i] == read);
    }

    /** Makes region b part of region a, unless a third region lies between them or both touch too much. */
    private boolean merge(int a, int b) {
        if (dependsThroughOthers(a, b) || dependsThroughOthers(b, a)) {
            return false;
        }
        BitSet both = new BitSet();
        for (int i = 0; i < region.length; i++) {
            both.set(i, region[i] == a || region[i] == b);
        }
        if (touched.count(both) > MAX_OPERANDS) {
            return false;
        }
        for (int i = 0; i < region.length; i++) {
            region[i] = region[i] == b ? a : region[i];
        }
        reads.get(a).or(reads.get(b));
        sources.get(a).addAll(sources.get(b));
        return true;
    }

    /** Whether {@code reader} depends on {@code read} through a region that is neither. */
    private boolean dependsThroughOthers(int reader, int read) {
        BitSet seen = new BitSet();
        List<Integer> open = new ArrayList<>();
        reads.get(reader).stream()
                .map(i -> region[i])
                .filter(r -> r != reader && r != read)
                .forEach(open::add);
        while (!open.isEmpty()) {
            int next = open.remove(open.size() - 1);
            if (next == read) {
                return true;
            }
            if (!seen.get(next)) {
                seen.set(next);
                reads.get(next).stream()
                        .map(i -> region[i])
                        .filter(r -> r != next)
                        .forEach(open::add);
            }
        }
        return false;
    }

    /** Depth first over what each region reads, starting from the regions in order of their last instruction. */
    private List<List<Instr>> ordered() {
        List<List<Instr>> ordered = new ArrayList<>();
        BitSet done = new BitSet();
        for (int i = 0; i < instrs.size(); i++) {
            if (isLastOfRegion(i)) {
                visit(region[i], done, ordered);
            }
        }
        return ordered;
    }

    private boolean isLastOfRegion(int i) {
        for (int j = i + 1; j < region.length; j++) {
            if (region[j] == region[i]) {
                return false;
            }
        }
        return true;
    }

    private void visit(int wanted, BitSet done, List<List<Instr>> ordered) {
        if (done.get(wanted)) {
            return;
        }
        done.set(wanted);
        reads.get(wanted).stream().map(i -> region[i]).filter(r -> r != wanted).forEach(r -> visit(r, done, ordered));
        List<Instr> members = new ArrayList<>();
        for (int i = 0; i < region.length; i++) {
            if (region[i] == wanted) {
                members.add(instrs.get(i));
            }
        }
        ordered.add(members);
    }
}
