package dev.unroll.compiler.plan;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.TokenOp;
import dev.unroll.compiler.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What is known about the values of one run while it is planned: definitions, uses, locations. */
final class Scope {
    private final Uses uses;
    private final Buffers buffers;
    private final Map<Integer, Location> locations = new HashMap<>();
    private final Map<Buffer, Value> initials = new HashMap<>();
    private final Map<Value, Place> dyingRows = new HashMap<>();
    private String stepRole = "step";
    private final Set<Value> own = new HashSet<>();

    Scope(Uses uses, Buffers buffers) {
        this.uses = uses;
        this.buffers = buffers;
    }

    /** What kernels inside loops are called from now on. */
    void stepRole(String role) {
        stepRole = role;
    }

    String stepRole() {
        return stepRole;
    }

    Uses uses() {
        return uses;
    }

    Buffers buffers() {
        return buffers;
    }

    void put(Value value, Location location) {
        locations.put(value.id(), location);
    }

    void put(Value value, Place place) {
        put(value, new Location.Stored(place));
    }

    Location locate(Value value) {
        Location location = locations.get(value.id());
        if (location == null) {
            throw new CompilerBug("plan", value + " is read before it is defined");
        }
        return location;
    }

    /** Remembers what a state sequence starts from. */
    void startsFrom(Buffer state, Value initial) {
        initials.put(state, initial);
    }

    /** Remembers which values a block computes itself, each into memory that no other value's name stands for. */
    void owns(Block block) {
        for (Instr instr : block.instrs()) {
            boolean computed = instr.op() instanceof Op.MatMul
                    || instr.op() instanceof Op.Pointwise
                    || instr.op() instanceof TokenOp;
            if (computed) {
                own.addAll(instr.results());
            }
        }
    }

    boolean isOwn(Value value) {
        return own.contains(value);
    }

    /** Remembers that nobody reads a loop's sequence after the body read its row at the step. */
    void dies(Value row, Place place) {
        dyingRows.put(row, place);
    }

    /** Where a row of a sequence is that nobody reads again; null when there is no such row. */
    Place dyingRows(Value row) {
        return dyingRows.get(row);
    }

    /** Whether {@code sequence}, moved one step later behind {@code initial}, is what a state sequence holds anyway. */
    boolean isStateBefore(Value sequence, Value initial) {
        if (!(locate(sequence) instanceof Location.Stored stored)) {
            return false;
        }
        Place place = stored.place();
        Value start = initials.get(place.buffer());
        boolean state = start != null && place.isWhole() && place.access() == Place.Access.ALL;
        return state && (start.equals(initial) || sameNumber(locate(start), locate(initial)));
    }

    private static boolean sameNumber(Location a, Location b) {
        return a instanceof Location.Everywhere && a.equals(b);
    }

    /** For every value a block defines, the index of its instruction. */
    static Map<Value, Integer> definitions(Block block) {
        Map<Value, Integer> result = new HashMap<>();
        for (int i = 0; i < block.instrs().size(); i++) {
            Instr instr = block.instrs().get(i);
            for (Value value : instr.results()) {
                result.put(value, i);
            }
        }
        return result;
    }
}
