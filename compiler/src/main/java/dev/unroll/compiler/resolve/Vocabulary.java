package dev.unroll.compiler.resolve;

import dev.unroll.compiler.ir.Fn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The words of the language that are not keywords: its layers and functions, those still to come included. */
public final class Vocabulary {
    private static final Set<String> FUTURE_LAYERS = Set.of("Location");

    private static final Set<String> FUTURE_FUNCTIONS = Set.of("window", "self_attend");

    private static final Map<String, Fn> ELEMENTWISE = new TreeMap<>();

    static {
        for (Fn fn : List.of(
                Fn.SIGMOID,
                Fn.TANH,
                Fn.RELU,
                Fn.ELU,
                Fn.GELU,
                Fn.SOFTPLUS,
                Fn.SOFTSIGN,
                Fn.HARD_SIGMOID,
                Fn.EXP,
                Fn.LOG,
                Fn.SQRT,
                Fn.ABS)) {
            ELEMENTWISE.put(fn.name().toLowerCase(Locale.ROOT), fn);
        }
    }

    /** Functions that are not element by element and exist in this version. */
    private static final List<String> OTHER_FUNCTIONS = List.of(
            "attend",
            "clip",
            "concat",
            "dot",
            "dropout",
            "final",
            "first",
            "last",
            "layer_norm",
            "linear",
            "log_softmax",
            "max",
            "mean",
            "pool",
            "prev",
            "reverse",
            "shift",
            "softmax",
            "sum",
            "when",
            "zoneout");

    private Vocabulary() {}

    /** Layers of this version that are no cells. */
    public static List<String> plainLayers() {
        return List.of("Dense", "Dropout", "Embedding", "LayerNorm", "Bidirectional");
    }

    /** Whether the language has a layer of this name, now or later. */
    public static boolean isLayer(String name) {
        return plainLayers().contains(name)
                || Prelude.get().layers().contains(name)
                || Prelude.get().attentions().containsKey(name)
                || name.equals("MultiHead")
                || isFutureLayer(name);
    }

    /** Whether a later version has a layer of this name. */
    public static boolean isFutureLayer(String name) {
        return FUTURE_LAYERS.contains(name);
    }

    /** Whether a later version has a function of this name. */
    public static boolean isFutureFunction(String name) {
        return FUTURE_FUNCTIONS.contains(name);
    }

    /** Whether a name means a function of all features of a row, {@code softmax} or {@code log_softmax}. */
    public static boolean isOverFeatures(String name) {
        return name.equals("softmax") || name.equals("log_softmax");
    }

    /** The function of one number with this name. */
    public static Optional<Fn> elementwise(String name) {
        return Optional.ofNullable(ELEMENTWISE.get(name));
    }

    /** Names of all functions of one number, by the alphabet. */
    public static Set<String> elementwiseNames() {
        return ELEMENTWISE.keySet();
    }

    /** Functions of models that are not element by element and are called with values. */
    public static List<String> modelFunctions() {
        return List.of("attend", "clip", "concat", "dot", "log_softmax", "pool", "reverse", "shift", "softmax");
    }

    /** Whether a name means a function, so that no value may have it. */
    public static boolean isFunction(String name) {
        return ELEMENTWISE.containsKey(name) || OTHER_FUNCTIONS.contains(name);
    }

    /** Names of all functions of this version. */
    public static List<String> functions() {
        List<String> all = new ArrayList<>(ELEMENTWISE.keySet());
        all.addAll(OTHER_FUNCTIONS);
        return all;
    }
}
