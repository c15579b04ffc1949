package dev.unroll.compiler.plan;

import dev.unroll.compiler.plan.Lives.Life;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives buffers that never live at once the same slot, first come first served. Buffers of one slot have the same storage,
 * and the same width if one loop touches both: lanes run side by side, and with different widths the rows of one lane would
 * lie over another's.
 */
final class SlotAllocator {
    private SlotAllocator() {}

    /**
     * Slots by buffer id.
     *
     * @param pinned buffers that live through the whole run
     */
    static Map<Integer, Integer> allocate(List<Buffer> buffers, Map<Buffer, Life> lives, Set<Buffer> pinned) {
        List<List<Buffer>> slots = new ArrayList<>();
        Map<Integer, Integer> result = new HashMap<>();
        List<Buffer> ordered = new ArrayList<>(buffers);
        ordered.sort((a, b) -> Integer.compare(first(a, lives, pinned), first(b, lives, pinned)));
        for (Buffer buffer : ordered) {
            int best = -1;
            for (int slot = 0; slot < slots.size(); slot++) {
                boolean fits = !pinned.contains(buffer)
                        && slots.get(slot).stream().allMatch(other -> mayShare(buffer, other, lives, pinned));
                if (fits && (best < 0 || waste(buffer, slots.get(slot)) < waste(buffer, slots.get(best)))) {
                    best = slot;
                }
            }
            if (best < 0) {
                best = slots.size();
                slots.add(new ArrayList<>());
            }
            slots.get(best).add(buffer);
            result.put(buffer.id(), best);
        }
        return result;
    }

    private static int first(Buffer buffer, Map<Buffer, Life> lives, Set<Buffer> pinned) {
        return pinned.contains(buffer) || !lives.containsKey(buffer)
                ? 0
                : lives.get(buffer).first();
    }

    private static boolean mayShare(Buffer buffer, Buffer other, Map<Buffer, Life> lives, Set<Buffer> pinned) {
        if (pinned.contains(other) || buffer.storage() != other.storage()) {
            return false;
        }
        if (buffer.order() != other.order() || buffer.by() != other.by()) {
            return false;
        }
        Life life = lives.get(buffer);
        Life before = lives.get(other);
        boolean sameLoop = !Collections.disjoint(life.loops(), before.loops());
        return !life.overlaps(before) && (!sameLoop || buffer.width() == other.width());
    }

    /** Elements per row by which a slot and a buffer differ. */
    private static long waste(Buffer buffer, List<Buffer> slot) {
        long size =
                slot.stream().mapToLong(b -> (long) b.rows() * b.width()).max().orElse(0);
        return Math.abs(size - (long) buffer.rows() * buffer.width());
    }

    /** Size of every slot. */
    static Map<Integer, Bytes> sizes(RunPlan run) {
        Map<Integer, Bytes> sizes = new TreeMap<>();
        run.buffers().forEach(buffer -> sizes.merge(run.slot(buffer), Bytes.of(buffer), Bytes::max));
        return sizes;
    }
}
