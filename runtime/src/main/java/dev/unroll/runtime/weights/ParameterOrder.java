package dev.unroll.runtime.weights;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where parameters lie in a flat vector: trained before frozen, and among those by kind, parameters with weights of several kinds
 * last; otherwise as declared.
 *
 * @param offsets of each parameter, in declaration order
 * @param ranges the trained weights in stretches of one kind, in memory order
 * @param trained number of elements that are not frozen
 */
record ParameterOrder(List<Long> offsets, List<Range> ranges, long trained) {
    /** Rows of {@code stride} elements from {@code offset} on, of which the columns from {@code from} on are meant. */
    record Range(WeightKind kind, long offset, int rows, int stride, int from, int cols) {}

    static ParameterOrder of(List<ParameterSpec> specs) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> specs.get(i).frozen())
                .thenComparing(i -> specs.get(i).kind().map(Enum::ordinal).orElse(WeightKind.values().length)));
        Long[] offsets = new Long[specs.size()];
        List<Range> ranges = new ArrayList<>();
        long next = 0;
        long trained = 0;
        for (int i : order) {
            ParameterSpec spec = specs.get(i);
            offsets[i] = next;
            if (!spec.frozen()) {
                add(ranges, spec, next);
                trained += spec.size();
            }
            next += spec.size();
        }
        return new ParameterOrder(List.of(offsets), List.copyOf(ranges), trained);
    }

    private static void add(List<Range> ranges, ParameterSpec spec, long offset) {
        Optional<WeightKind> kind = spec.kind();
        if (kind.isEmpty()) {
            for (Segment segment : spec.segments()) {
                int width = segment.to() - segment.from();
                ranges.add(new Range(segment.kind(), offset, spec.rows(), spec.cols(), segment.from(), width));
            }
            return;
        }
        int size = Math.toIntExact(spec.size());
        Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
        // Parameters of one kind are sorted to lie together: they become one row.
        if (last != null && last.kind() == kind.get()) {
            size = Math.addExact(size, last.cols());
            offset = last.offset();
            ranges.remove(ranges.size() - 1);
        }
        ranges.add(new Range(kind.get(), offset, 1, size, 0, size));
    }

    long offset(int i) {
        return offsets.get(i);
    }
}
