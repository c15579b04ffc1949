package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.ARGUMENT_COUNT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.LAYER_NEEDED;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Types {@code pool(score, over = x)} and {@code x -> pool(score)}: the rows of x, weighted by the softmax of their scores over
 * an example's own steps, and added.
 */
final class Pooling {
    private final ModelTyping model;
    private final Stages stages;
    private final Faults faults;

    Pooling(ModelTyping model, Stages stages) {
        this.model = model;
        this.stages = stages;
        this.faults = model.faults;
    }

    /** A call that says what it is over. */
    Typed called(Expr.Call call) {
        Arguments arguments = Arguments.of(faults, call, "score", "over");
        return pool(call.span(), arguments.need("score"), model.part(arguments.need("over")));
    }

    /** A stage of a flow. */
    Typed stage(Expr.Call call, Typed input) {
        if (call.arguments().size() != 1) {
            throw faults.refuse(
                    ARGUMENT_COUNT, call.span(), "as a stage, `pool` takes a score", "write `x -> pool(Additive(64))`");
        }
        return pool(call.span(), call.arguments().get(0).value(), input);
    }

    private Typed pool(Span span, Expr score, Typed input) {
        model.requireRow(input, span);
        Embeddings.requireNumbers(faults, input, "`pool`", span);
        new Sequences(faults).require(input, "`pool`", span);
        Typed rows = model.bound(input, "pooled");
        if (!(stages.layer(score, rows) instanceof Layer.Scoring scoring)) {
            throw faults.refuse(
                    LAYER_NEEDED,
                    score.span(),
                    "`pool` needs a score, not `"
                            + Constants.shortened(score.span().text()) + "`",
                    "write `x -> pool(Additive(64))`, or an `attention` block of your own");
        }
        new LayerUses(faults, model).requireWidth(scoring.word(), scoring.in(), rows, span);
        Site site = Site.of(span.line(), scoring.label());
        Typed scored = model.bound(
                new AttentionTyping(faults, scoring, rows, Optional.empty(), Optional.empty(), span).score(), "score");
        ValueType one = rows.type().withWidth(1);
        Term softmax = new Term.SoftmaxSteps(scored.term(), one, site.part("weights"));
        Typed weights = model.bound(new Typed(softmax, true, span, "`pool`"), "weights");
        Term weighted =
                new Term.Apply(Fn.MUL, List.of(rows.term(), weights.term()), rows.type(), site.part("weighted"));
        Typed product = model.bound(new Typed(weighted, true, span, "`pool`"), "weighted");
        Term sum =
                new Term.Reduce(Term.Reduction.SUM, product.term(), rows.type().withoutAxes(), site.part("pooled"));
        String name = ((Term.Read) weights.term()).name();
        return model.bound(new Typed(sum, true, span, "`pool`"), "pool")
                .withParts(Map.of("weights", place -> new Term.Read(name, one, place)));
    }
}
