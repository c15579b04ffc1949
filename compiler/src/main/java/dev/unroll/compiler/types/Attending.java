package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.QUERY_SEQUENCE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_MISMATCH;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.ir.Fn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Types {@code attend(score, query = q, over = x)}: the rows of x, weighted by the softmax of their scores for q over an example's
 * own positions, and added.
 */
final class Attending {
    /** The part under which the weights can be read. */
    static final String WEIGHTS = "weights";

    private final ModelTyping model;
    private final Stages stages;
    private final Faults faults;

    Attending(ModelTyping model, Stages stages) {
        this.model = model;
        this.stages = stages;
        this.faults = model.faults;
    }

    Typed called(Expr.Call call) {
        Arguments arguments = Arguments.of(faults, call, "score", "query", "over");
        Expr score = arguments.need("score");
        Typed query = query(arguments.need("query"));
        Typed memory = memory(arguments.need("over"));
        if (MultiHead.isCall(score)) {
            return new MultiHead(model).attend((Expr.Call) score, call, query, model.keys(memory));
        }
        Typed keys = model.keys(memory);
        Layer.Scoring scoring = stages.scoring(score, memory, query, type -> model.covered(score, keys, type));
        new LayerUses(faults, model).requireWidth(scoring.word(), scoring.in(), memory, call.span());
        requireQueryWidth(scoring, query);
        Site site = Site.of(call.span().line(), scoring.label());
        ValueType number = new ValueType(ValueType.Element.FLOAT, keys.type().axes(), List.of());
        Optional<Typed> coverage = scoring.decl().coverage().map(input -> model.covered(score, keys, number));
        Term scored = new AttentionTyping(faults, scoring, keys, Optional.of(query), coverage, call.span())
                .score()
                .term();
        ValueType one = keys.type().withWidth(1);
        Typed scores = model.bound(new Typed(scored, true, call.span(), "`attend`"), "score");
        Term softmax = new Term.SoftmaxSteps(scores.term(), one, site.part(WEIGHTS));
        Typed weights = model.bound(new Typed(softmax, true, call.span(), "`attend`"), WEIGHTS);
        if (coverage.isPresent()) {
            model.cover(coverage.get(), weights, keys);
        }
        Term weighted =
                new Term.Apply(Fn.MUL, List.of(keys.term(), weights.term()), keys.type(), site.part("weighted"));
        Term sum = new Term.Reduce(Term.Reduction.SUM, weighted, keys.type().withoutAxes(), site.part("context"));
        String name = ((Term.Read) weights.term()).name();
        return model.bound(new Typed(sum, true, call.span(), "`attend`"), "attend")
                .withParts(Map.of(WEIGHTS, place -> new Term.Read(name, one, place)));
    }

    private Typed query(Expr expr) {
        Typed query = model.part(expr);
        model.requireRow(query, expr.span());
        Embeddings.requireNumbers(faults, query, "`attend`", expr.span());
        if (query.type().isSequence()) {
            throw faults.refuse(Diagnostic.of(
                            QUERY_SEQUENCE,
                            expr.span(),
                            "the query of `attend` is one row, but " + query.maker() + " is " + query.type())
                    .withLabel("this is " + query.type())
                    .withNote(query.from(), query.maker() + " comes from here")
                    .withHelp("attend in a decoder's step, where each step has a row, or take one row, as by `last`"));
        }
        return model.bound(query, "query");
    }

    private Typed memory(Expr expr) {
        Typed memory = model.attended(expr);
        model.requireRow(memory, expr.span());
        Embeddings.requireNumbers(faults, memory, "`attend`", expr.span());
        new Sequences(faults).require(memory, "`attend`", expr.span());
        return memory.term() instanceof Term.Read ? memory : model.bound(memory, "memory");
    }

    private void requireQueryWidth(Layer.Scoring scoring, Typed query) {
        int known = scoring.query().orElseThrow();
        if (query.type().width() != known) {
            throw faults.refuse(Diagnostic.of(
                            SIZE_MISMATCH,
                            query.from(),
                            "this " + scoring.word() + " shares its weights with an earlier use of another query")
                    .withLabel("this is " + query.type() + "; the first use had " + known + " numbers")
                    .withNote(query.from(), query.maker() + " is " + query.type()));
        }
    }
}
