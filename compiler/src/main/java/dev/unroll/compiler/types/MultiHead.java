package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Parameter.Init;
import dev.unroll.compiler.ir.Parameter.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Types {@code attend(MultiHead(n), query = q, over = x)}: n attentions side by side, each with its own projections of query, keys and
 * values to a share of the query's size, their contexts joined and projected (Vaswani et al. 2017, section 3.2.2, without biases).
 *
 * <pre>
 *   head_i = softmax(Q_i K_iᵀ / √d) V_i,   Q = q Wq, K = x Wk, V = x Wv, d = size(q) / n
 *   context = concat(head_1, …, head_n) Wo
 * </pre>
 */
final class MultiHead {
    static final String WORD = "MultiHead";

    private final ModelTyping model;
    private final Faults faults;

    MultiHead(ModelTyping model) {
        this.model = model;
        this.faults = model.faults;
    }

    /** Whether an expression is a call of it. */
    static boolean isCall(Expr expr) {
        return expr instanceof Expr.Call call && call.name().toString().equals(WORD);
    }

    /** The context, with the mean of the heads' weights as a part. */
    Typed attend(Expr.Call score, Expr.Call use, Typed query, Typed keys) {
        Arguments arguments = Arguments.of(faults, score, "heads");
        int heads = model.constants.size(arguments.need("heads"), "`heads` of MultiHead");
        int size = query.type().width();
        if (size % heads != 0) {
            throw faults.refuse(
                    OPTION_VALUE,
                    score.span(),
                    "the query has " + size + " numbers, which " + heads + " heads cannot share equally",
                    "choose a number of heads that divides " + size);
        }
        Layer.Projections weights = (Layer.Projections) model.namedLayers()
                .next(WORD, label -> made(label, size, keys.type().width()));
        Site site = Site.of(use.span().line(), weights.label());
        Typed q = projected(weights.query(), query, site.part("q"), use);
        Typed k = projected(weights.keys(), keys, site.part("k"), use);
        Typed v = projected(weights.values(), keys, site.part("v"), use);
        int share = size / heads;
        List<Term> contexts = new ArrayList<>();
        Term sum = null;
        ValueType one = keys.type().withWidth(1);
        for (int head = 0; head < heads; head++) {
            Site own = site.part("head" + (head + 1));
            Term product = new Term.Dot(
                    slice(q, head * share, share, own.part("q")),
                    slice(k, head * share, share, own.part("k")),
                    new ValueType(ValueType.Element.FLOAT, keys.type().axes(), List.of()),
                    own.part("dot"));
            Term scaled = new Term.Apply(
                    Fn.DIV,
                    List.of(product, new Term.Literal(Math.sqrt(share), own)),
                    product.type(),
                    own.part("score"));
            Typed scores = model.bound(typed(scaled, use), "score");
            Typed weight =
                    model.bound(typed(new Term.SoftmaxSteps(scores.term(), one, own.part("weights")), use), "weights");
            Term part = slice(v, head * share, share, own.part("v"));
            Term weighted = new Term.Apply(Fn.MUL, List.of(part, weight.term()), part.type(), own.part("weighted"));
            Term context =
                    new Term.Reduce(Term.Reduction.SUM, weighted, part.type().withoutAxes(), own.part("context"));
            contexts.add(model.bound(typed(context, use), "head").term());
            sum = sum == null
                    ? weight.term()
                    : new Term.Apply(Fn.ADD, List.of(sum, weight.term()), one, own.part("sum"));
        }
        Term mean = new Term.Apply(Fn.DIV, List.of(sum, new Term.Literal(heads, site)), one, site.part("weights"));
        String weightsName =
                ((Term.Read) model.bound(typed(mean, use), "weights").term()).name();
        ValueType type = ValueType.vector(size);
        Term joined = heads == 1 ? contexts.get(0) : new Term.Concat(contexts, type, site.part("heads"));
        Typed all = model.bound(typed(joined, use), "heads");
        Term context = new Term.Linear(List.of(weights.output()), List.of(all.term()), Optional.empty(), type, site);
        return model.bound(typed(context, use), "attend")
                .withParts(Map.of(Attending.WEIGHTS, place -> new Term.Read(weightsName, one, place)));
    }

    private static Typed typed(Term term, Expr.Call use) {
        return new Typed(term, true, use.span(), "`attend`");
    }

    private Typed projected(Weight weight, Typed operand, Site site, Expr.Call use) {
        ValueType type = operand.type().withWidth(weight.sizes().get(1));
        Term term = new Term.Linear(List.of(weight), List.of(operand.term()), Optional.empty(), type, site);
        return model.bound(typed(term, use), "projected");
    }

    private static Term slice(Typed value, int from, int width, Site site) {
        ValueType type = value.type().withWidth(width);
        return value.type().width() == width
                ? value.term()
                : new Term.Slice(value.term(), from, from + width, type, site);
    }

    private Layer.Projections made(String label, int size, int keys) {
        Layer.Projections made = new Layer.Projections(
                WORD,
                label,
                weight(label + ".Wq", size, size),
                weight(label + ".Wk", keys, size),
                weight(label + ".Wv", keys, size),
                weight(label + ".Wo", size, size));
        model.layers().keep(List.of(made.query(), made.keys(), made.values(), made.output()));
        return made;
    }

    private static Weight weight(String name, int in, int out) {
        return new Weight(name, List.of(in, out), false, Init.GLOROT, Kind.OTHER);
    }
}
