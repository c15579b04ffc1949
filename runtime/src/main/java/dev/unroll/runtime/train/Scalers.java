package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Scaler;
import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.data.Values;
import java.util.ArrayList;
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
    private static Scaler identity(ModelSignature.Port port) {
        return Scaler.identity(port.content() instanceof ModelSignature.Content.Numbers ? port.width() : 1);
    }

    /**
     * Fits on examples for training. An input's scaler sees every row of the input once, and the truth of outputs that are
     * scaled like it.
     */
    public static Scalers fit(Examples training) {
        ModelSignature signature = training.signature();
        List<Scaler> inputs = new ArrayList<>();
        for (int i = 0; i < signature.inputs().size(); i++) {
            ModelSignature.Port port = signature.inputs().get(i);
            if (port.scaling() instanceof Scaling.None) {
                inputs.add(identity(port));
                continue;
            }
            List<Values> seen = new ArrayList<>(List.of(training.inputs().get(i)));
            for (int o = 0; o < signature.outputs().size(); o++) {
                if (signature.outputs().get(o).scaling() instanceof Scaling.Like like
                        && like.input().equals(port.name())) {
                    seen.add(training.targets().get(o));
                }
            }
            inputs.add(Scaler.fit(port.scaling(), port.width(), Values.distinctRows(port.width(), seen)));
        }
        List<Scaler> outputs = new ArrayList<>();
        for (int o = 0; o < signature.outputs().size(); o++) {
            ModelSignature.Port port = signature.outputs().get(o);
            outputs.add(output(port, inputs, training, o));
        }
        return new Scalers(inputs, outputs);
    }

    private static Scaler output(ModelSignature.Port port, List<Scaler> inputs, Examples training, int o) {
        if (port.scaling() instanceof Scaling.None) {
            return identity(port);
        }
        if (port.scaling() instanceof Scaling.Like like) {
            return inputs.get(training.signature().input(like.input()));
        }
        return Scaler.fit(
                port.scaling(),
                port.width(),
                Values.distinctRows(port.width(), List.of(training.targets().get(o))));
    }
}
