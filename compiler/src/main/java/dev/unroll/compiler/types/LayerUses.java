package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.LAYER_NEEDED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_MISMATCH;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Applies layers to values. */
final class LayerUses {
    private final Faults faults;
    private final ModelScope scope;

    LayerUses(Faults faults, ModelScope scope) {
        this.faults = faults;
        this.scope = scope;
    }

    /**
     * The layer's value for {@code input}.
     *
     * @param word what the value is called after
     */
    Typed apply(Layer layer, Typed input, Span span, String word) {
        if (layer instanceof Layer.Embedding embedding) {
            return scope.bound(Embeddings.apply(faults, embedding, input, span), word);
        }
        Embeddings.requireNumbers(faults, input, layer.word(), span);
        if (layer instanceof Layer.Dense dense) {
            requireWidth(dense.word(), dense.in(), input, span);
            return scope.bound(dense(dense, input, span), word);
        }
        if (layer instanceof Layer.Recurrent recurrent) {
            return between(recurrent.dropout(), run(recurrent, input, span, word), span, word);
        }
        if (layer instanceof Layer.Bidirectional both) {
            return bidirectional(both, input, span, word);
        }
        if (layer instanceof Layer.Norm norm) {
            requireWidth(norm.word(), norm.in(), input, span);
            Site site = Site.of(span.line(), norm.label());
            Term term = new Term.LayerNorm(
                    norm.gain(), norm.shift(), input.term(), CellFunctions.NORM_EPSILON, input.type(), site);
            return scope.bound(new Typed(term, true, input.from(), input.maker()), word);
        }
        if (layer instanceof Layer.Scoring scoring) {
            throw faults.refuse(
                    LAYER_NEEDED,
                    span,
                    scoring.word() + " scores the positions of a sequence; it is no layer",
                    "write `x -> pool(" + scoring.word() + "(…))` for the rows weighted by their scores");
        }
        Layer.Drop drop = (Layer.Drop) layer;
        Site site = Site.of(span.line(), drop.label());
        return dropped(input, drop.rate(), drop.sharedOver().isPresent(), site, word);
    }

    private Typed dropped(Typed input, double rate, boolean shared, Site site, String word) {
        Term term = new Term.Dropout(input.term(), rate, shared, input.type(), site);
        return scope.bound(new Typed(term, true, input.from(), input.maker(), input.parts()), word);
    }

    private static Typed dense(Layer.Dense layer, Typed input, Span span) {
        ValueType type = input.type().withWidth(layer.size());
        Site site = Site.of(span.line(), layer.label());
        Site inner = layer.activation().isPresent() ? site.part("in") : site;
        Term sum = layer.transposed()
                ? new Term.Transposed(layer.weights(), input.term(), layer.bias(), type, inner)
                : new Term.Linear(List.of(layer.weights()), List.of(input.term()), layer.bias(), type, inner);
        Term term = layer.activation()
                .map(activation -> activated(activation, sum, type, site))
                .orElse(sum);
        return new Typed(term, true, span, "this Dense");
    }

    private static Term activated(Layer.Activation activation, Term sum, ValueType type, Site site) {
        return activation instanceof Layer.Activation.Elementwise elementwise
                ? new Term.Apply(elementwise.fn(), List.of(sum), type, site)
                : new Term.Softmax(sum, ((Layer.Activation.OverFeatures) activation).log(), type, site);
    }

    /** A run of a cell under a name of its own, with the states it ends with as parts. */
    private Typed run(Layer.Recurrent layer, Typed input, Span span, String word) {
        new Sequences(faults).require(input, layer.word(), span);
        requireWidth(layer.word(), layer.in(), input, span);
        TypedCell cell = layer.instance().cell();
        String stem = cell.stem();
        Typed read = layer.dropout().input() == 0
                ? input
                : dropped(
                        input,
                        layer.dropout().input(),
                        true,
                        new Site(span.line(), stem, stem + "_input"),
                        word + "_input");
        String name = cell.emit() instanceof Term.Read emitted ? stem + "_" + emitted.name() : stem + "_emit";
        ValueType type = input.type().withWidth(layer.width());
        Term term = new Term.Recur(
                cell,
                read.term(),
                layer.options().reverse(),
                layer.instance().given(),
                type,
                new Site(span.line(), stem, name));
        Typed rows = scope.bound(new Typed(term, true, span, "this " + layer.word()), word);
        Typed withStates = rows.withParts(finalStates(cell, ((Term.Read) rows.term()).name()));
        return layer.dropout().output() == 0
                ? withStates
                : dropped(
                        withStates,
                        layer.dropout().output(),
                        false,
                        new Site(span.line(), stem, stem + "_output"),
                        word + "_output");
    }

    private static Map<String, Function<Site, Term>> finalStates(TypedCell cell, String run) {
        Map<String, Function<Site, Term>> parts = new LinkedHashMap<>();
        for (TypedCell.State state : cell.states()) {
            ValueType type = ValueType.vector(state.size());
            Function<Site, Term> part = site -> new Term.FinalState(run, state.name(), type, site);
            parts.put("final." + state.name(), part);
            if (cell.emit() instanceof Term.Read read && read.name().equals(state.name())) {
                parts.put("final", part);
            }
        }
        return parts;
    }

    /** Dropout between this layer and the next copy of a {@code repeat}. */
    private Typed between(DropoutRates rates, Typed value, Span span, String word) {
        if (rates.between() == 0) {
            return value;
        }
        boolean follows = scope.copyFollows()
                .orElseThrow(() -> faults.refuse(
                        OPTION_VALUE,
                        span,
                        "`between` drops what one copy of a `repeat` gives to the next; there is no `repeat` here",
                        "write `repeat n { … }` around the layer, or `output` for what it gives"));
        String stem = value.term().site().layer();
        return follows
                ? dropped(
                        value,
                        rates.between(),
                        false,
                        new Site(span.line(), stem, stem + "_between"),
                        word + "_between")
                : value;
    }

    private Typed bidirectional(Layer.Bidirectional layer, Typed input, Span span, String word) {
        Typed forward = run(layer.forward(), input, span, word + "_forward");
        Typed backward = run(layer.backward(), input, span, word + "_backward");
        Site site = Site.of(span.line(), layer.label());
        Term merged = merged(layer.merge(), forward.term(), backward.term(), site);
        Map<String, Function<Site, Term>> parts = new LinkedHashMap<>();
        forward.parts().forEach((name, part) -> {
            Function<Site, Term> other = backward.parts().get(name);
            boolean joined = other != null
                    && (layer.merge() == Layer.Merge.CONCAT
                            || part.apply(site).type().equals(other.apply(site).type()));
            if (joined) {
                parts.put(name, place -> merged(layer.merge(), part.apply(place), other.apply(place), place));
            }
        });
        return scope.bound(new Typed(merged, true, span, "this Bidirectional"), word)
                .withParts(parts);
    }

    private static Term merged(Layer.Merge merge, Term forward, Term backward, Site site) {
        List<Term> both = List.of(forward, backward);
        ValueType type = forward.type();
        return switch (merge) {
            case CONCAT ->
                new Term.Concat(
                        both, type.withWidth(type.width() + backward.type().width()), site);
            case SUM -> new Term.Apply(Fn.ADD, both, type, site);
            case PRODUCT -> new Term.Apply(Fn.MUL, both, type, site);
            case MEAN -> {
                Term sum = new Term.Apply(Fn.ADD, both, type, site.part("sum"));
                yield new Term.Apply(Fn.MUL, List.of(sum, new Term.Literal(0.5, site)), type, site);
            }
        };
    }

    /** Refuses a value of another width than the first use of a shared layer had. */
    void requireWidth(String word, int in, Typed input, Span span) {
        if (input.type().width() != in) {
            throw faults.refuse(Diagnostic.of(
                            SIZE_MISMATCH,
                            span,
                            "this " + word + " shares its weights with an earlier use of another size")
                    .withLabel("this is " + input.type() + "; the first use had " + in + " features")
                    .withNote(input.from(), input.maker() + " is " + input.type()));
        }
    }
}
