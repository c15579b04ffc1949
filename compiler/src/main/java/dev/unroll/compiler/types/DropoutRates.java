package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The record {@code dropout = { input, recurrent, between, output }} of a recurrent layer: what is set to 0, with which
 * probability.
 *
 * @param input of what the layer reads, one mask per sequence
 * @param recurrent of the state that the recurrent products read, one mask per sequence
 * @param between of what the next copy in a {@code repeat} reads, a fresh mask per step
 * @param output of what the layer gives, a fresh mask per step
 */
record DropoutRates(double input, double recurrent, double between, double output) {
    static final DropoutRates NONE = new DropoutRates(0, 0, 0, 0);

    /** What a record of a layer may say. */
    static final List<String> FIELDS = List.of("input", "recurrent", "between", "output");

    /** The rates that {@code expr} says, {@code of} the layer called so. */
    static DropoutRates of(Faults faults, Constants constants, Expr expr, String of) {
        Map<String, Double> rates = read(faults, constants, expr, of, FIELDS);
        return new DropoutRates(
                rates.getOrDefault("input", 0.0),
                rates.getOrDefault("recurrent", 0.0),
                rates.getOrDefault("between", 0.0),
                rates.getOrDefault("output", 0.0));
    }

    /** The rates in a record with some of {@code fields}. */
    static Map<String, Double> read(Faults faults, Constants constants, Expr expr, String of, List<String> fields) {
        if (!(expr instanceof Expr.RecordOf record)) {
            throw faults.refuse(
                    OPTION_VALUE,
                    expr.span(),
                    "`dropout` of " + of + " says what is dropped",
                    "write `dropout = { " + fields.get(0) + " = "
                            + Constants.shortened(expr.span().text()) + " }`; there is " + String.join(", ", fields));
        }
        Map<String, Double> rates = new LinkedHashMap<>();
        for (Expr.Field field : record.fields()) {
            String name = field.name().text();
            if (!fields.contains(name)) {
                throw faults.unknown(
                        OPTION_UNKNOWN, field.span(), "`dropout` of " + of + " has no `" + name + "`", name, fields);
            }
            Expr value = field.value()
                    .orElseThrow(() -> faults.refuse(
                            OPTION_VALUE, field.span(), "`" + name + "` needs a rate", "write `" + name + " = 0.2`"));
            if (rates.put(name, constants.probability(value, "`" + name + "` of dropout")) != null) {
                throw faults.refuse(Diagnostic.of(OPTION_VALUE, field.span(), "`" + name + "` is given twice"));
            }
        }
        return rates;
    }
}
