package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** A line of a {@code test} block. */
public sealed interface Expectation extends Node {
    /** Chooses by form. */
    <R> R match(Cases<R> cases);

    /** One method per form. */
    interface Cases<R> {
        R compare(Compare compare);

        R hasType(HasType hasType);

        R fails(Fails fails);

        R gradients(Gradients gradients);
    }

    /** How {@link Compare} compares. */
    enum Comparison {
        EQUAL("=="),
        NOT_EQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        /** The sign in the text. */
        public String sign() {
            return sign;
        }
    }

    /** {@code expect parameters == 50851}. */
    record Compare(Span span, Expr left, Comparison comparison, Expr right) implements Expectation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.compare(this);
        }
    }

    /** {@code expect next : float[1]}. */
    record HasType(Span span, DottedName value, TypeExpr type) implements Expectation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hasType(this);
        }
    }

    /**
     * {@code expect error "RNN3102" when { serve Tagger { … } }}.
     *
     * @param code the expected number
     * @param declarations the blocks that must be refused when added to the file
     */
    record Fails(Span span, Expr.Text code, List<Decl> declarations) implements Expectation {
        /** Copies the declarations. */
        public Fails {
            declarations = List.copyOf(declarations);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.fails(this);
        }
    }

    /**
     * {@code gradients within 1e-6 with { units = 5, steps = 4 }}.
     *
     * @param tolerance the largest relative error
     * @param sizes the record after {@code with}
     */
    record Gradients(Span span, Expr.Num tolerance, Optional<Expr.RecordOf> sizes) implements Expectation {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.gradients(this);
        }
    }
}
