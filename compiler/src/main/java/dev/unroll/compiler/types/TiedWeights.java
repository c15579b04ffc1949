package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_MISMATCH;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import java.util.Optional;

/** Finds the weights of another layer that {@code weights = transposed(layer.weights)} names. */
final class TiedWeights {
    private final Faults faults;
    private final ModelScope scope;

    TiedWeights(Faults faults, ModelScope scope) {
        this.faults = faults;
        this.scope = scope;
    }

    /** A matrix {@code [size, in]} of a named layer, for a product {@code float[in] -> float[size]}. */
    Weight transposed(Expr expr, int in, int size, Optional<Expr> init) {
        Expr.Ref source = source(expr);
        init.ifPresent(e -> {
            throw faults.refuse(
                    OPTION_VALUE,
                    e.span(),
                    "weights of another layer start as that layer says",
                    "give `init` to `" + source.name().first() + "`");
        });
        String name = source.name().first().text();
        Layer layer = scope.layer(name, source.span());
        Weight weight = layer.matrix()
                .orElseThrow(() -> faults.refuse(
                        OPTION_VALUE,
                        source.span(),
                        "`" + name + "` is made by " + layer.word() + ", which has no single matrix of weights"));
        int rows = weight.sizes().get(0);
        int columns = weight.sizes().get(1);
        if (rows != size || columns != in) {
            throw faults.refuse(Diagnostic.of(
                            SIZE_MISMATCH,
                            expr.span(),
                            "`" + name + ".weights` is [" + rows + ", " + columns + "]; transposed it makes float["
                                    + rows + "] of float[" + columns + "]")
                    .withLabel("needed is float[" + size + "] of float[" + in + "]"));
        }
        return weight;
    }

    private Expr.Ref source(Expr expr) {
        boolean call = expr instanceof Expr.Call c
                && c.name().toString().equals("transposed")
                && c.arguments().size() == 1;
        Expr argument = call ? ((Expr.Call) expr).arguments().get(0).value() : expr;
        boolean weights = argument instanceof Expr.Ref ref
                && ref.name().parts().size() == 2
                && ref.name().last().text().equals("weights");
        if (!call || !weights) {
            throw faults.refuse(
                    OPTION_VALUE,
                    expr.span(),
                    "`weights` of Dense cannot be `"
                            + Constants.shortened(expr.span().text()) + "`",
                    "write `weights = transposed(layer.weights)` with the name of a layer; a layer that shares its weights"
                            + " as they are is that layer itself");
        }
        return (Expr.Ref) argument;
    }
}
