package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A type as written: {@code float[time = 60, 1]}, {@code token<Words>[src]}, {@code int}.
 *
 * @param kind {@code float}, {@code token}, {@code label}, {@code probability}, {@code int}, {@code flag} or anything else a user wrote
 * @param of the name between {@code <} and {@code >}
 * @param dims what stands in the brackets; empty without brackets
 */
public record TypeExpr(Span span, Name kind, Optional<DottedName> of, List<Dim> dims) implements Node {
    /** Copies the list. */
    public TypeExpr {
        dims = List.copyOf(dims);
    }

    /** One entry of the brackets. */
    public sealed interface Dim extends Node {
        /** Chooses by form. */
        <R> R match(Cases<R> cases);

        /** One method per form. */
        interface Cases<R> {
            R plain(Plain plain);

            R fixed(Fixed fixed);

            R bounded(Bounded bounded);
        }

        /**
         * {@code time}, {@code units} or {@code 4}: an axis or a size, to be told apart by what the name means.
         *
         * @param value a number, a name or arithmetic on them
         */
        record Plain(Span span, Expr value) implements Dim {
            @Override
            public <R> R match(Cases<R> cases) {
                return cases.plain(this);
            }
        }

        /** {@code time = 60}: an axis of fixed length. */
        record Fixed(Span span, Name axis, Expr length) implements Dim {
            @Override
            public <R> R match(Cases<R> cases) {
                return cases.fixed(this);
            }
        }

        /** {@code time <= 100}: an axis of bounded length. */
        record Bounded(Span span, Name axis, Expr longest) implements Dim {
            @Override
            public <R> R match(Cases<R> cases) {
                return cases.bounded(this);
            }
        }
    }
}
