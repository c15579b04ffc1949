package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Parameter.Kind;
import dev.unroll.compiler.types.TrainSpec.WeightDecay;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Types {@code weight_decay}.
 *
 * @param kinds of weights that the model has
 */
record DecayTyping(TrainWords words, List<Kind> kinds) {
    static final Map<String, Kind> NAMES = names();

    private static Map<String, Kind> names() {
        Map<String, Kind> names = new LinkedHashMap<>();
        names.put("input", Kind.INPUT);
        names.put("recurrent", Kind.RECURRENT);
        names.put("embedding", Kind.EMBEDDING);
        names.put("bias", Kind.BIAS);
        names.put("norm", Kind.GAIN);
        names.put("state", Kind.STATE);
        names.put("own", Kind.OTHER);
        return names;
    }

    WeightDecay weightDecay(Expr expr) {
        if (!(expr instanceof Expr.RecordOf record)) {
            return new WeightDecay(OptionalDouble.of(words.from0(expr, "`weight_decay`")), new TreeMap<>());
        }
        SortedMap<Parameter.Kind, Double> rates = new TreeMap<>();
        for (Expr.Field field : record.fields()) {
            String name = field.name().text();
            Kind kind = NAMES.get(name);
            if (kind == null) {
                throw words.faults()
                        .unknown(
                                OPTION_VALUE,
                                field.name().span(),
                                "there is no kind of weights `" + name + "`",
                                name,
                                NAMES.keySet());
            }
            if (!kinds.contains(kind)) {
                throw words.faults()
                        .refuse(OPTION_VALUE, field.name().span(), "this model has no weights of kind `" + name + "`");
            }
            Expr rate = field.value().orElseThrow(() -> words.faults()
                    .refuse(OPTION_VALUE, field.span(), "`" + name + "` needs a rate: `" + name + " = 0.01`"));
            if (rates.put(kind, words.from0(rate, "the decay of `" + name + "`")) != null) {
                throw words.faults().refuse(OPTION_VALUE, field.span(), "`" + name + "` has two rates");
            }
        }
        return new WeightDecay(OptionalDouble.empty(), rates);
    }
}
