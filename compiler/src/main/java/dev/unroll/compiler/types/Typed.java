package dev.unroll.compiler.types;

import dev.unroll.compiler.source.Span;
import java.util.Map;
import java.util.function.Function;

/**
 * A term with what messages say about it.
 *
 * @param term the term
 * @param rows whether it has a row per example or step; weights and numbers have none
 * @param from the text that made its type what it is
 * @param maker a word for that, such as {@code `last`}; for the note that points to it
 * @param parts what else can be read of it, by the words after its name, such as {@code final.h}
 */
record Typed(Term term, boolean rows, Span from, String maker, Map<String, Function<Site, Term>> parts) {
    /** A value without parts. */
    Typed(Term term, boolean rows, Span from, String maker) {
        this(term, rows, from, maker, Map.of());
    }

    ValueType type() {
        return term.type();
    }

    boolean isNumber() {
        return term instanceof Term.Literal;
    }

    Typed madeBy(Span place, String word) {
        return new Typed(term, rows, place, word, parts);
    }

    Typed withParts(Map<String, Function<Site, Term>> others) {
        return new Typed(term, rows, from, maker, others);
    }
}
