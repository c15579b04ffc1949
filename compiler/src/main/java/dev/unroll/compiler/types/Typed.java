package dev.unroll.compiler.types;

import dev.unroll.compiler.source.Span;

/**
 * A term with what messages say about it.
 *
 * @param term the term
 * @param rows whether it has a row per example or step; weights and numbers have none
 * @param from the text that made its type what it is
 * @param maker a word for that, such as {@code `last`}; for the note that points to it
 */
record Typed(Term term, boolean rows, Span from, String maker) {
    ValueType type() {
        return term.type();
    }

    boolean isNumber() {
        return term instanceof Term.Literal;
    }

    Typed madeBy(Span place, String word) {
        return new Typed(term, rows, place, word);
    }
}
