package dev.unroll.compiler.types;

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
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the weights of attentions without a query, those of the prelude and of the file. */
final class Attentions {
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
        return known.keySet();
    }

    boolean has(String name) {
        return known.containsKey(name);
    }

    /** Scores of the positions of sequences like {@code input}. */
    Layer.Scoring make(Expr.Call call, String label, Typed input) {
        String word = call.name().toString();
        Decl.Attention decl = known.get(word);
        List<String> names =
                decl.parameters().stream().map(p -> p.name().text()).toList();
        int positional = (int)
                decl.parameters().stream().filter(p -> p.initial().isEmpty()).count();
        Arguments arguments = Arguments.match(faults, word, call.span(), call.arguments(), names, positional, Set.of());
        Constants own = new ParameterBinding(faults)
                .ofCell(decl.parameters(), arguments, Map.of(), constants, word, call.span());
        new Sequences(faults).require(input, word, call.span());
        int width = input.type().width();
        bindKeys(decl, own, width, call);
        Map<String, Weight> made = new LinkedHashMap<>();
        decl.weights().forEach(group -> weights(group, own, label, made));
        Layer.Scoring scoring = new Layer.Scoring(word, label, width, decl, made, own);
        int before = faults.diagnostics().errorCount();
        AttentionTyping typing = new AttentionTyping(faults, scoring, input, call.span());
        typing.score();
        made.keySet().stream().filter(name -> !typing.isRead(name)).forEach(name -> unused(decl, name));
        if (faults.diagnostics().errorCount() > before) {
            throw new Refused();
        }
        weights.addAll(made.values());
        return scoring;
    }

    /** {@code keys: float[pos, k]} binds k, the size of a row. */
    private void bindKeys(Decl.Attention decl, Constants own, int width, Expr.Call call) {
        Param keys = decl.inputs().get(0);
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
        TypeExpr.Dim.Plain size = (TypeExpr.Dim.Plain) dims.get(1);
        boolean fresh =
                size.value() instanceof Expr.Ref ref && !own.has(ref.name().toString());
        if (fresh) {
            own.bind(size.span().text(), new Known.Num(width, true));
        } else if (own.size(size.value(), "a size") != width) {
            throw faults.refuse(Diagnostic.of(
                            SIZE_MISMATCH,
                            size.span(),
                            "this attention reads rows of " + own.size(size.value(), "a size")
                                    + " numbers and is given " + width)
                    .withNote(call.span(), "it is used here"));
        }
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
