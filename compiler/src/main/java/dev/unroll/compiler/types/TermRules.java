package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.AXIS_MISMATCH;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.ROWS_NEEDED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_MISMATCH;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.source.Span;
import java.util.List;

/** Which values go together. */
final class TermRules {
    private final Faults faults;

    private final boolean attending;

    TermRules(Faults faults) {
        this(faults, false);
    }

    /**
     * Rules.
     *
     * @param attending whether a row goes with all rows that are attended to
     */
    TermRules(Faults faults, boolean attending) {
        this.faults = faults;
        this.attending = attending;
    }

    private boolean together(List<String> left, List<String> right) {
        return left.equals(right) || (attending && (left.isEmpty() || right.isEmpty()));
    }

    /** The type of an element-by-element result of two values. */
    ValueType joined(Expr expr, Typed left, Typed right) {
        if (left.rows() && right.rows()) {
            requireSameAxes(expr.span(), left, right);
        }
        List<String> axes =
                left.type().isSequence() ? left.type().axes() : right.type().axes();
        List<Integer> a = left.type().sizes();
        List<Integer> b = right.type().sizes();
        if (!a.isEmpty() && !b.isEmpty() && !a.equals(b)) {
            throw faults.refuse(Diagnostic.of(
                            SIZE_MISMATCH,
                            expr.span(),
                            "these do not go together element by element: " + left.type() + " and " + right.type())
                    .withNote(left.from(), left.maker() + " is " + left.type())
                    .withNote(right.from(), right.maker() + " is " + right.type()));
        }
        return new ValueType(left.type().element(), axes, a.isEmpty() ? b : a);
    }

    /** Refuses values of different axes. */
    void requireSameAxes(Span span, Typed left, Typed right) {
        if (!together(left.type().axes(), right.type().axes())) {
            throw faults.refuse(Diagnostic.of(
                            AXIS_MISMATCH, span, "these have different axes: " + left.type() + " and " + right.type())
                    .withNote(left.from(), left.maker() + " is " + left.type())
                    .withNote(right.from(), right.maker() + " is " + right.type())
                    .withHelp("bring both to the same axis first, for example by `last`"));
        }
    }

    /** Refuses a matrix of weights. */
    void requireNoMatrix(Expr expr, Typed typed) {
        if (typed.type().sizes().size() > 1) {
            throw faults.refuse(
                    SIZE_MISMATCH,
                    expr.span(),
                    "a matrix of weights, " + typed.type() + ", can only stand left of `@`",
                    "write `W @ x` for the product");
        }
    }

    /** A value with rows, not a weight and not a number. */
    void requireRow(Typed typed, Span span) {
        if (!typed.rows()) {
            throw faults.refuse(
                    ROWS_NEEDED,
                    span,
                    "a value is needed here; " + typed.maker() + " is " + typed.type() + ", the same for every row");
        }
    }
}
