package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Scaler;
import java.util.List;

/**
 * The fitted scaling of every input and output of a model, in their order.
 *
 * @param outputs may be narrower than their output: then its rows are several joined rows
 */
public record Scalers(List<Scaler> inputs, List<Scaler> outputs) {
    public Scalers {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Leaves every number as it is. */
    public static Scalers identity(ModelSignature signature) {
        return new Scalers(
                signature.inputs().stream().map(Scalers::identity).toList(),
                signature.outputs().stream().map(Scalers::identity).toList());
    }

    /** Ids, indices and probabilities have one figure per row, whatever the model makes of them. */
    static Scaler identity(ModelSignature.Port port) {
        return Scaler.identity(port.content() instanceof ModelSignature.Content.Numbers ? port.width() : 1);
    }

    /**
     * Fits on examples for training. An input's scaler sees every row of the input once, and the truth of outputs that are
     * scaled like it.
     */
    public static Scalers fit(Examples training) {
        ScalersFit fit = new ScalersFit(training.signature());
        fit.add(training);
        return fit.scalers();
    }
}
