package dev.unroll.compiler.plan;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.plan.Buffer.Storage;
import dev.unroll.compiler.plan.Place.Access;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a run's buffers. */
final class Buffers {
    private final List<Buffer> made = new ArrayList<>();
    private final Map<Value, String> layers = new HashMap<>();

    List<Buffer> made() {
        return List.copyOf(made);
    }

    /** Remembers which layer the values of a block belong to, for their names. */
    void nameAfterLayers(Block block) {
        for (Instr instr : block.instrs()) {
            instr.results().forEach(value -> layers.put(value, instr.origin().layer()));
            if (instr.op() instanceof Op.Scan scan) {
                scan.body()
                        .parameters()
                        .forEach(value -> layers.put(value, instr.origin().layer()));
                nameAfterLayers(scan.body());
            }
        }
    }

    /** A value's name with its layer's in front: {@code lstm1_h}, and {@code d_lstm1_h} for a cotangent. */
    String name(Value value) {
        String layer = layers.getOrDefault(value, "");
        String name = value.name();
        boolean cotangent = name.startsWith("d_");
        String primal = cotangent ? name.substring(2) : name;
        boolean there = layer.isEmpty() || primal.equals(layer) || primal.startsWith(layer + "_");
        return there ? name : (cotangent ? "d_" : "") + layer + "_" + primal;
    }

    Buffer make(String name, Storage storage, int rows, int width) {
        Buffer buffer = new Buffer(made.size(), name, storage, rows, width);
        made.add(buffer);
        return buffer;
    }

    /** A buffer for a value, all of it where top-level code and loops see it. */
    Place placeFor(Value value) {
        return placeFor(name(value), value.type());
    }

    Place placeFor(String name, Type type) {
        return switch (type.extent().kind()) {
            case FIXED -> Place.whole(make(name, Storage.MATRIX, fixedRows(type), type.width()), Access.ALL);
            case BATCH -> Place.whole(make(name, Storage.ROWS, 1, type.width()), Access.ALL);
            case TOKENS -> Place.whole(make(name, Storage.SEQUENCE, 1, type.width()), Access.ALL);
            case SPANS, STEPSPANS, PAIRS ->
                throw new CompilerBug("plan", "no run has spans yet, as " + name + " needs");
            case STEP -> Place.whole(make(name, Storage.ROWS, 1, type.width()), Access.AT);
        };
    }

    /** Rows of a fixed value's matrix: vectors and scalars have one. */
    static int fixedRows(Type type) {
        return type.dims().size() == 2 ? type.dims().get(0) : 1;
    }
}
