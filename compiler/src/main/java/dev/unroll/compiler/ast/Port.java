package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;
import java.util.Optional;

/** {@code input prices : float[time = 60, 1] scaled minmax(0, 1)}: an input or output of a model. */
public record Port(Span span, Optional<Doc> doc, Name name, TypeExpr type, Optional<Scaling> scaling) implements Node {

    /** The {@code scaled} clause. */
    public sealed interface Scaling extends Node {
        /** Chooses by form. */
        <R> R match(Cases<R> cases);

        /** One method per form. */
        interface Cases<R> {
            R by(By by);

            R like(Like like);
        }

        /**
         * {@code scaled minmax(0, 1)}.
         *
         * @param scaler a call or a name
         */
        record By(Span span, Expr scaler) implements Scaling {
            @Override
            public <R> R match(Cases<R> cases) {
                return cases.by(this);
            }
        }

        /**
         * {@code scaled like prices}.
         *
         * @param port the port whose scaler is used
         */
        record Like(Span span, Name port) implements Scaling {
            @Override
            public <R> R match(Cases<R> cases) {
                return cases.like(this);
            }
        }
    }
}
