package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.ATTENTION_MISFIT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_MISMATCH;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.TYPE_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.UNUSED;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.ast.Param;
import dev.unroll.compiler.ast.TypeExpr;
import dev.unroll.compiler.ast.Weights;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.ir.Parameter.Init;
import dev.unroll.compiler.ir.Parameter.Kind;
import dev.unroll.compiler.resolve.Prelude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the weights of attentions, those of the prelude and of the file. */
final class Attentions {
    /** Ends the names of the prelude's attentions that have a query where one without it has the same name. */
    private static final String OF_QUERY = "OfQuery";

    private final Faults faults;
    private final Constants constants;
    private final Map<String, Decl.Attention> known;
    private final List<Weight> weights;

    Attentions(Faults faults, Constants constants, Map<String, Decl.Attention> ofFile, List<Weight> weights) {
        this.faults = faults;
        this.constants = constants;
        this.known = new LinkedHashMap<>(Prelude.get().attentions());
        this.known.putAll(ofFile);
        this.weights = weights;
    }

    Set<String> names() {
        return known.keySet().stream()
                .filter(name -> !name.endsWith(OF_QUERY))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    boolean has(String name) {
        return known.containsKey(name);
    }

    /** Scores of the positions of sequences like {@code input}, for rows like {@code query} if there is one. */
    Layer.Scoring make(
            Expr.Call call, String label, Typed input, Optional<Typed> query, Function<ValueType, Typed> covered) {
        String word = call.name().toString();
        Decl.Attention decl =
                query.isPresent() && known.containsKey(word + OF_QUERY) ? known.get(word + OF_QUERY) : known.get(word);
        requireQuery(call, decl, query);
        List<String> names =
                decl.parameters().stream().map(p -> p.name().text()).toList();
        int positional = (int)
                decl.parameters().stream().filter(p -> p.initial().isEmpty()).count();
        Arguments arguments = Arguments.match(faults, word, call.span(), call.arguments(), names, positional, Set.of());
        Constants own = new ParameterBinding(faults)
                .ofCell(decl.parameters(), arguments, Map.of(), constants, word, call.span());
        new Sequences(faults).require(input, word, call.span());
        int width = input.type().width();
        query.ifPresent(typed -> bindQuery(decl, own, typed, call));
        bindKeys(decl, own, width, call);
        decl.coverage().ifPresent(third -> requireCoverage(decl, third));
        Map<String, Weight> made = new LinkedHashMap<>();
        decl.weights().forEach(group -> weights(group, own, label, made));
        Layer.Scoring scoring =
                new Layer.Scoring(word, label, width, query.map(q -> q.type().width()), decl, made, own);
        int before = faults.diagnostics().errorCount();
        AttentionTyping typing =
                new AttentionTyping(faults, scoring, input, query, coverage(decl, input, covered), call.span());
        typing.score();
        decl.query()
                .filter(read -> !typing.isRead(read.name().text()))
                .ifPresent(read -> faults.report(
                        Diagnostic.of(UNUSED, read.name().span(), "input `" + read.name() + "` is never used")
                                .withHelp("use it, or take it out and attend by `pool`")));
        made.keySet().stream().filter(name -> !typing.isRead(name)).forEach(name -> unused(decl, name));
        if (faults.diagnostics().errorCount() > before) {
            throw new Refused();
        }
        weights.addAll(made.values());
        return scoring;
    }

    /** One number for each position: what it has been given so far. */
    private static Optional<Typed> coverage(Decl.Attention decl, Typed keys, Function<ValueType, Typed> covered) {
        return decl.coverage()
                .map(input -> covered.apply(
                        new ValueType(ValueType.Element.FLOAT, keys.type().axes(), List.of())));
    }

    private void requireCoverage(Decl.Attention decl, Param input) {
        List<TypeExpr.Dim> dims = input.type().dims();
        boolean shaped = input.type().kind().text().equals("float")
                && dims.size() == 1
                && dims.get(0).span().text().equals(decl.position().text());
        if (!shaped) {
            throw faults.refuse(
                    TYPE_UNKNOWN,
                    input.type().span(),
                    "coverage is one number for each position",
                    "write `" + input.name() + ": float[" + decl.position() + "]`");
        }
    }

    /** An attention with a query is for {@code attend}, one without for {@code pool}. */
    private void requireQuery(Expr.Call call, Decl.Attention decl, Optional<Typed> query) {
        if (decl.query().isPresent() == query.isPresent()) {
            return;
        }
        String word = decl.name().text();
        throw query.isPresent()
                ? faults.refuse(
                        ATTENTION_MISFIT,
                        call.span(),
                        "`" + word + "` looks at no query",
                        "write `x -> pool(" + word
                                + "(…))`, or give it an input before the keys: `(query: float[q], keys: float[pos, k])`")
                : faults.refuse(
                        ATTENTION_MISFIT,
                        call.span(),
                        "`" + word + "` compares the positions with a query, and `pool` has none",
                        "write `attend(" + word + "(…), query = …, over = …)`");
    }

    /** {@code query: float[q]} binds q. */
    private void bindQuery(Decl.Attention decl, Constants own, Typed query, Expr.Call call) {
        Param input = decl.query().orElseThrow();
        List<TypeExpr.Dim> dims = input.type().dims();
        boolean shaped = input.type().kind().text().equals("float")
                && dims.size() == 1
                && dims.get(0) instanceof TypeExpr.Dim.Plain;
        if (!shaped) {
            throw faults.refuse(
                    TYPE_UNKNOWN,
                    input.type().span(),
                    "the query of an attention is one row",
                    "write `" + input.name() + ": float[q]`");
        }
        bindSize((TypeExpr.Dim.Plain) dims.get(0), own, query.type().width(), "a query", call);
    }

    private void bindSize(TypeExpr.Dim.Plain size, Constants own, int width, String what, Expr.Call call) {
        boolean fresh =
                size.value() instanceof Expr.Ref ref && !own.has(ref.name().toString());
        if (fresh) {
            own.bind(size.span().text(), new Known.Num(width, true));
        } else if (own.size(size.value(), "a size") != width) {
            boolean ofPrelude = !size.span().source().equals(call.span().source());
            Diagnostic fault = Diagnostic.of(
                    SIZE_MISMATCH,
                    ofPrelude ? call.span() : size.span(),
                    (ofPrelude ? "`" + call.name() + "`" : "this attention") + " reads " + what + " of "
                            + own.size(size.value(), "a size") + " numbers and is given " + width);
            throw faults.refuse(ofPrelude ? fault : fault.withNote(call.span(), "it is used here"));
        }
    }

    /** {@code keys: float[pos, k]} binds k, the size of a row. */
    private void bindKeys(Decl.Attention decl, Constants own, int width, Expr.Call call) {
        Param keys = decl.keys();
        List<TypeExpr.Dim> dims = keys.type().dims();
        boolean shaped = keys.type().kind().text().equals("float")
                && dims.size() == 2
                && dims.get(0).span().text().equals(decl.position().text())
                && dims.get(1) instanceof TypeExpr.Dim.Plain;
        if (!shaped) {
            throw faults.refuse(
                    TYPE_UNKNOWN,
                    keys.type().span(),
                    "what an attention reads has the positions it scores and one size",
                    "write `" + keys.name() + ": float[" + decl.position() + ", k]`");
        }
        bindSize((TypeExpr.Dim.Plain) dims.get(1), own, width, "rows", call);
    }

    private void weights(Weights group, Constants own, String label, Map<String, Weight> made) {
        List<Integer> sizes = new ArrayList<>();
        for (TypeExpr.Dim dim : group.type().dims()) {
            if (dim instanceof TypeExpr.Dim.Plain plain) {
                sizes.add(own.size(plain.value(), "a size"));
            }
        }
        if (sizes.isEmpty()
                || sizes.size() > 2
                || sizes.size() < group.type().dims().size()) {
            throw faults.refuse(
                    TYPE_UNKNOWN, group.type().span(), "one or two sizes are needed: `float[n]` or `float[out, in]`");
        }
        boolean matrix = sizes.size() == 2;
        Init init = group.init().map(e -> own.init(e, "`init`")).orElse(matrix ? Init.GLOROT : Init.ZEROS);
        List<Integer> stored = matrix ? List.of(sizes.get(1), sizes.get(0)) : sizes;
        for (Name name : group.names()) {
            made.put(name.text(), new Weight(label + "." + name, stored, matrix, init, Kind.OTHER));
        }
    }

    private void unused(Decl.Attention decl, String weight) {
        decl.weights().stream()
                .flatMap(group -> group.names().stream())
                .filter(name -> name.text().equals(weight))
                .forEach(name -> faults.report(Diagnostic.of(UNUSED, name.span(), "weight `" + name + "` is never used")
                        .withHelp("use it or take it out")));
    }
}
