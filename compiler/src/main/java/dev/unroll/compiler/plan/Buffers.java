package dev.unroll.compiler.plan;

import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Extent;
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
    private final List<String> axes;
    private final List<Buffer> made = new ArrayList<>();
    private final Map<Value, String> layers = new HashMap<>();

    /**
     * Of a run.
     *
     * @param axes the first gives the batch its order
     */
    Buffers(List<String> axes) {
        this.axes = List.copyOf(axes);
    }

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
        return add(new Buffer(made.size(), name, storage, rows, width));
    }

    /** A buffer whose rows come with the batch, in the order of a value's axis. */
    Buffer make(String name, Storage storage, Type type) {
        Extent extent = type.extent();
        int order = extent.axis().isEmpty() ? 0 : axis(extent.axis());
        int by = extent.isAttended() ? axis(extent.by()) : 0;
        return add(new Buffer(made.size(), name, storage, 1, type.width(), order, by));
    }

    /** Rows of a batch in the order of an axis. */
    Place ordered(String name, int width, int order) {
        return Place.whole(add(new Buffer(made.size(), name, Storage.ROWS, 1, width, order, 0)), Access.ALL);
    }

    /** The position of an axis; the first gives the batch its order. */
    int axis(String name) {
        int axis = axes.indexOf(name);
        if (axis < 0) {
            throw new CompilerBug("plan", "no input has the axis " + name + ", only " + axes);
        }
        return axis;
    }

    private Buffer add(Buffer buffer) {
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
            case TOKENS -> Place.whole(make(name, Storage.SEQUENCE, type), Access.ALL);
            case STEP -> Place.whole(make(name, Storage.ROWS, type), Access.AT);
            case SPANS -> Place.whole(make(name, Storage.SPANS, type), Access.ALL);
            case STEPSPANS -> Place.whole(make(name, Storage.SPANS, type), Access.AT);
            case PAIRS -> Place.whole(make(name, Storage.PAIRS, type), Access.ALL);
        };
    }

    /** Rows of a fixed value's matrix: vectors and scalars have one. */
    static int fixedRows(Type type) {
        return type.dims().size() == 2 ? type.dims().get(0) : 1;
    }
}
