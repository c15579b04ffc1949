package dev.unroll.compiler.lower;

import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.types.Term;
import java.util.IdentityHashMap;

/**
 * The random masks of one block, one stream for each use of dropout or zoneout. Masks cannot be drawn inside a scan: those
 * of a cell are drawn for all steps at once before it and handed in as sequences.
 */
final class Masks {
    private final boolean drawn;
    private final IdentityHashMap<Term, Value> given;
    private int streams;

    private Masks(boolean drawn, IdentityHashMap<Term, Value> given) {
        this.drawn = drawn;
        this.given = given;
    }

    /** For prediction. */
    static Masks none() {
        return new Masks(false, new IdentityHashMap<>());
    }

    /** For training. */
    static Masks drawing() {
        return new Masks(true, new IdentityHashMap<>());
    }

    /** For the body of a scan whose masks are {@code values}. */
    Masks inside(IdentityHashMap<Term, Value> values) {
        return new Masks(drawn, values);
    }

    /** Whether there are masks at all. */
    boolean drawn() {
        return drawn;
    }

    /** The mask of one use; drawn into {@code builder} unless given. */
    Value of(Term term, IrBuilder builder, Type type) {
        Value known = given.get(term);
        if (known != null) {
            return known;
        }
        String name = term.site().name() + "_keep";
        if (term instanceof Term.Dropout dropout) {
            double value = 1 / (1 - dropout.rate());
            if (!dropout.shared()) {
                return builder.mask(name, type, dropout.rate(), value, streams++);
            }
            Value row = builder.mask(name, type.withExtent(Extent.BATCH), dropout.rate(), value, streams++);
            return type.extent().equals(Extent.BATCH) ? row : builder.broadcast(name, row, type);
        }
        return builder.mask(name, type, ((Term.Zoneout) term).rate(), 1, streams++);
    }
}
