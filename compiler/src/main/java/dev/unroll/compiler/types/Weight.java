package dev.unroll.compiler.types;

import dev.unroll.compiler.ir.Parameter.Init;
import dev.unroll.compiler.ir.Parameter.Kind;
import java.util.List;

/**
 * A weight of a model.
 *
 * @param name dotted and unique in the model, such as {@code lstm1.i.x}
 * @param sizes as stored: {@code [in, out]} or {@code [n]}
 * @param transposed whether the user wrote the sizes the other way round, for {@code W @ x}
 * @param frozen whether training leaves it as it is
 */
public record Weight(String name, List<Integer> sizes, boolean transposed, Init init, Kind kind, boolean frozen) {
    public Weight {
        sizes = List.copyOf(sizes);
    }

    /** A weight that is trained. */
    public Weight(String name, List<Integer> sizes, boolean transposed, Init init, Kind kind) {
        this(name, sizes, transposed, init, kind, false);
    }

    /** How many numbers it holds. */
    public long count() {
        return sizes.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }
}
