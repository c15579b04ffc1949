package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.ATTENTION_MISFIT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.LAYER_NEEDED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ir.Parameter.Init;
import dev.unroll.compiler.ir.Parameter.Kind;
import dev.unroll.compiler.resolve.Prelude;
import dev.unroll.compiler.resolve.Vocabulary;
import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Makes layers from their calls. */
final class Layers {
    private static final Map<String, List<String>> PLAIN_OPTIONS = Map.of(
            "Dense", List.of("n", "activation", "bias", "init", "weights"),
            "Dropout", List.of("p", "shared_over"),
            "LayerNorm", List.of(),
            "Bidirectional", List.of("cell", "backward", "merge"));

    private final Faults faults;
    private final Constants constants;
    private final Map<String, Decl.Cell> cells;
    private final List<Weight> weights;
    private final Embeddings embeddings;
    private final RecurrentLayers recurrent;
    private final Attentions attentions;

    Layers(
            Faults faults,
            Constants constants,
            Map<String, Decl.Cell> cells,
            Map<String, Decl.Attention> attentions,
            List<Weight> weights) {
        this.faults = faults;
        this.constants = constants;
        this.cells = cells;
        this.weights = weights;
        this.embeddings = new Embeddings(faults, constants, weights);
        this.recurrent = new RecurrentLayers(faults, constants, cells, weights);
        this.attentions = new Attentions(faults, constants, attentions, weights);
    }

    /** Names of all options of a layer of the language, in order; the first ones may stand without their names. */
    static List<String> options(String layer) {
        if (layer.equals(Embeddings.WORD)) {
            return Embeddings.OPTIONS;
        }
        return PLAIN_OPTIONS.containsKey(layer) ? PLAIN_OPTIONS.get(layer) : RecurrentLayers.options(layer);
    }

    /** Files that embeddings made so far start from. */
    List<EmbeddingFile> embeddingFiles() {
        return embeddings.files();
    }

    /** The file's own cells made so far. */
    Set<String> cellsUsed() {
        return recurrent.cellsUsed();
    }

    /** Names of all layers that can be written here. */
    List<String> known() {
        List<String> known = new ArrayList<>(Vocabulary.plainLayers());
        known.addAll(Prelude.get().layers());
        known.addAll(cells.keySet());
        known.addAll(attentions.names());
        return known;
    }

    /** A new layer for values like {@code input}. Its weights are added to the model's. */
    Layer make(Expr.Call call, String label, Typed input, ModelScope scope) {
        String name = call.name().toString();
        if (name.equals(Embeddings.WORD)) {
            return embeddings.make(call, label, input);
        }
        Embeddings.requireNumbers(faults, input, name, call.span());
        if (recurrent.has(name)) {
            return recurrent.make(call, label, input, scope);
        }
        if (attentions.has(name)) {
            return attentions.make(call, label, input, Optional.empty(), unused -> input);
        }
        return switch (name) {
            case "Dense" -> dense(call, label, input, scope);
            case "Dropout" -> dropout(call, label, input);
            case "LayerNorm" -> norm(call, label, input);
            case "Bidirectional" -> bidirectional(call, label, input, scope);
            default -> throw unknown(call.name().span(), name);
        };
    }

    /** Adds weights to the model's. */
    void keep(List<Weight> made) {
        weights.addAll(made);
    }

    /** Whether there is an attention of this name. */
    boolean isAttention(String name) {
        return attentions.has(name);
    }

    /** Scores of the positions of {@code keys} for rows like {@code query}. */
    Layer.Scoring scoring(Expr.Call call, String label, Typed keys, Typed query, Function<ValueType, Typed> covered) {
        return attentions.make(call, label, keys, Optional.of(query), covered);
    }

    /** A cell of a decoder, which reads one row at a time. */
    Layer.Recurrent stepped(Expr.Call call, String label, Typed input, ModelScope scope) {
        Embeddings.requireNumbers(faults, input, call.name().toString(), call.span());
        return recurrent.make(call, label, input, scope);
    }

    /** As {@link #stepped} for rows of no known width: only the sizes of its states mean something. It leaves no weights. */
    Layer.Recurrent measured(Expr.Call call, String label, ModelScope scope) {
        Site site = Site.of(call.span().line(), label);
        Term row = new Term.Read(label, ValueType.vector(recurrent.inputWidth(call)), site);
        int before = weights.size();
        Layer.Recurrent layer = recurrent.make(call, label, new Typed(row, true, call.span(), "its input"), scope);
        weights.subList(before, weights.size()).clear();
        return layer;
    }

    /** Whether there is a recurrent layer of this name. */
    boolean isRecurrent(String name) {
        return recurrent.has(name);
    }

    Refused unknown(Span span, String name) {
        if (name.equals(MultiHead.WORD)) {
            return faults.refuse(
                    ATTENTION_MISFIT,
                    span,
                    "`" + name + "` compares the positions with a query; it is no layer and no score of its own",
                    "write `attend(" + name + "(4), query = …, over = …)`");
        }
        if (Vocabulary.isFutureLayer(name)) {
            return faults.notYet(span, "layer `" + name + "`");
        }
        return faults.unknown(NAME_UNKNOWN, span, "there is no layer `" + name + "`", name, known());
    }

    private Arguments arguments(Expr.Call call, int positional) {
        String name = call.name().toString();
        return Arguments.match(
                faults, name, call.span(), call.arguments(), PLAIN_OPTIONS.get(name), positional, Set.of());
    }

    private Layer dense(Expr.Call call, String label, Typed input, ModelScope scope) {
        Arguments arguments = arguments(call, 1);
        int size = constants.size(arguments.need("n"), "`n` of Dense");
        Optional<Layer.Activation> activation = arguments.get("activation").map(this::activation);
        boolean biased = arguments
                .get("bias")
                .map(e -> constants.flag(e, "`bias` of Dense"))
                .orElse(true);
        int in = input.type().width();
        Optional<Weight> tied = arguments.get("weights").map(e -> new TiedWeights(faults, scope)
                .transposed(e, in, size, arguments.get("init")));
        Init init = arguments
                .get("init")
                .map(e -> constants.init(e, "`init` of Dense"))
                .orElse(Init.GLOROT);
        Weight weight =
                tied.orElseGet(() -> made(new Weight(label + ".weights", List.of(in, size), false, init, Kind.INPUT)));
        Optional<Weight> bias = biased
                ? Optional.of(made(new Weight(label + ".bias", List.of(size), false, Init.ZEROS, Kind.BIAS)))
                : Optional.empty();
        return new Layer.Dense("Dense", label, in, weight, tied.isPresent(), bias, activation);
    }

    private Weight made(Weight weight) {
        weights.add(weight);
        return weight;
    }

    private Layer.Activation activation(Expr expr) {
        String name = expr.span().text();
        if (expr instanceof Expr.Ref && Vocabulary.isOverFeatures(name) && !constants.has(name)) {
            return new Layer.Activation.OverFeatures(name.equals("log_softmax"));
        }
        return new Layer.Activation.Elementwise(constants.function(expr, "`activation` of Dense"));
    }

    private Layer dropout(Expr.Call call, String label, Typed input) {
        Arguments arguments = arguments(call, 1);
        double p = constants.probability(arguments.need("p"), "`p` of Dropout");
        Optional<String> axis = arguments
                .get("shared_over")
                .map(e -> constants.word(
                        e, "`shared_over` of Dropout", input.type().axes()));
        return new Layer.Drop("Dropout", label, p, axis);
    }

    private Layer norm(Expr.Call call, String label, Typed input) {
        arguments(call, 0);
        int in = input.type().width();
        Weight gain = made(new Weight(label + ".gain", List.of(in), false, Init.ONES, Kind.GAIN));
        Weight shift = made(new Weight(label + ".shift", List.of(in), false, Init.ZEROS, Kind.BIAS));
        return new Layer.Norm("LayerNorm", label, in, gain, shift);
    }

    private Layer bidirectional(Expr.Call call, String label, Typed input, ModelScope scope) {
        Arguments arguments = arguments(call, 2);
        Layer.Merge merge = arguments.get("merge").map(this::merge).orElse(Layer.Merge.CONCAT);
        Expr.Call forward = callOf(arguments.need("cell"));
        Expr.Call backward = arguments.get("backward").map(this::callOf).orElse(forward);
        Layer.Recurrent there = recurrent.direction(forward, label + ".forward", false, input, scope);
        Layer.Recurrent back = recurrent.direction(backward, label + ".backward", true, input, scope);
        if (merge != Layer.Merge.CONCAT && there.width() != back.width()) {
            throw faults.refuse(
                    OPTION_VALUE,
                    call.span(),
                    "`merge = " + merge.name().toLowerCase(Locale.ROOT) + "` needs two directions of one size, not "
                            + there.width() + " and " + back.width(),
                    "write `merge = concat` or give both cells the same size");
        }
        return new Layer.Bidirectional("Bidirectional", label, there, back, merge);
    }

    private Layer.Merge merge(Expr expr) {
        List<String> words = List.of("concat", "sum", "mean", "product");
        return Layer.Merge.valueOf(
                constants.word(expr, "`merge` of Bidirectional", words).toUpperCase(Locale.ROOT));
    }

    /** The call in a stage of a flow; a capitalised name without arguments counts as a call without any. */
    Expr.Call callOf(Expr stage) {
        if (stage instanceof Expr.Call call) {
            return call;
        }
        if (stage instanceof Expr.Ref ref && ref.name().isSingle()) {
            return new Expr.Call(ref.span(), ref.name(), List.of());
        }
        throw faults.refuse(
                LAYER_NEEDED,
                stage.span(),
                "a layer is needed here, not `"
                        + Constants.shortened(stage.span().text()) + "`");
    }
}
