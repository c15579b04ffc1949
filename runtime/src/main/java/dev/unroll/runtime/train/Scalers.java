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
                signature.inputs().stream()
                        .map(port -> Scaler.identity(port.width()))
                        .toList(),
                signature.outputs().stream()
                        .map(port -> Scaler.identity(port.width()))
                        .toList());
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
            outputs.add(
                    port.scaling() instanceof Scaling.Like like
                            ? inputs.get(signature.input(like.input()))
                            : Scaler.fit(
                                    port.scaling(),
                                    port.width(),
                                    Values.distinctRows(
                                            port.width(),
                                            List.of(training.targets().get(o)))));
        }
        return new Scalers(inputs, outputs);
    }
}
