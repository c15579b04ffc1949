package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.BRIDGE_MISFIT;

import dev.unroll.compiler.ast.DottedName;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code bridge(memory.final)}: a decoder's states begin with an encoder's last ones. Each state gets the encoder's state of
 * the same name, or its output where it has none; {@code how = dense} (the default) puts a layer in between, {@code how = copy}
 * needs equal sizes.
 */
final class Bridges {
    static final String WORD = "bridge";

    private static final String FINAL = "final";

    private final Faults faults;
    private final Constants constants;
    private final ModelScope scope;

    Bridges(Faults faults, Constants constants, ModelScope scope) {
        this.faults = faults;
        this.constants = constants;
        this.scope = scope;
    }

    /** What each of {@code states} starts from. */
    Map<String, StateStart> starts(Expr.Call call, List<String> states) {
        Arguments arguments = Arguments.of(faults, call, "from", "how");
        boolean copy = arguments
                .get("how")
                .map(e -> constants.word(e, "`how` of bridge", List.of("dense", "copy")))
                .filter("copy"::equals)
                .isPresent();
        Expr from = arguments.need("from");
        Map<String, StateStart> starts = new HashMap<>();
        for (String state : states) {
            Typed value = scope.value(ofState(from, state));
            if (value.isNumber() || !value.rows() || value.type().isSequence()) {
                throw faults.refuse(
                        BRIDGE_MISFIT,
                        from.span(),
                        "a bridge leads from one row per example; this is " + value.type(),
                        "write `bridge(memory.final)` for the last states of `memory`");
            }
            starts.put(state, copy ? new StateStart.Given(value) : new StateStart.Bridged(value));
        }
        return starts;
    }

    /** {@code memory.final.c} of {@code memory.final}, if there is one. */
    private Expr ofState(Expr from, String state) {
        if (!(from instanceof Expr.Ref ref) || !ref.name().last().text().equals(FINAL)) {
            return from;
        }
        List<Name> parts = new ArrayList<>(ref.name().parts());
        parts.add(new Name(ref.name().last().span(), state));
        Expr.Ref own = new Expr.Ref(ref.span(), new DottedName(ref.name().span(), parts));
        return scope.isValue(own.name().first().text()) && scope.hasPart(own) ? own : from;
    }
}
