package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.source.Span;
import java.util.Optional;

/** Functions of whole sequences, which exist in models only: {@code reverse}, {@code shift}. */
final class SequenceFunctions {
    private static final int FARTHEST = 1000;

    private final ModelTyping model;
    private final Faults faults;

    SequenceFunctions(ModelTyping model) {
        this.model = model;
        this.faults = model.faults;
    }

    /** A call of one of them; empty if {@code name} is none. */
    Optional<Typed> called(Expr.Call call, String name) {
        return switch (name) {
            case "reverse" -> {
                Expr operand = Arguments.of(faults, call, "x").need("x");
                yield Optional.of(reverse(call.span(), model.part(operand)));
            }
            case "shift" -> Optional.of(shift(call));
            default -> Optional.empty();
        };
    }

    /** Each example's steps in the opposite order. */
    Typed reverse(Span span, Typed input) {
        require(input, "`reverse`", span);
        Site site = site(span, input, "_reversed");
        Term term = new Term.Reverse(input.term(), input.type(), site);
        return model.bound(new Typed(term, true, input.from(), input.maker()), "reverse");
    }

    private Typed shift(Expr.Call call) {
        Arguments arguments = Arguments.of(faults, call, "x", "by");
        Typed input = model.part(arguments.need("x"));
        require(input, "`shift`", call.span());
        Expr distance = arguments.need("by");
        int by = (int) model.constants.whole(distance, "`by` of shift", -FARTHEST, FARTHEST);
        if (by == 0) {
            throw faults.refuse(OPTION_VALUE, distance.span(), "a shift by 0 steps changes nothing");
        }
        Term term = new Term.Shift(input.term(), by, input.type(), site(call.span(), input, "_shifted"));
        return model.bound(new Typed(term, true, input.from(), input.maker()), "shift");
    }

    private void require(Typed input, String reader, Span span) {
        new Sequences(faults).require(input, reader, span);
        Embeddings.requireNumbers(faults, input, reader, span);
        model.requireRow(input, span);
    }

    private static Site site(Span span, Typed input, String part) {
        Site read = input.term().site();
        return new Site(span.line(), "", read.name() + part);
    }
}
