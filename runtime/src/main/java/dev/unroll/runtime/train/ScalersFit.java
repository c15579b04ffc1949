package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Scaler;
import dev.unroll.runtime.data.ScalerFit;
import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.data.Values;
import java.util.ArrayList;
import java.util.List;

/** Fits the scaling of a model on examples for training that come in portions; a few figures per feature are kept. */
final class ScalersFit {
    private final ModelSignature signature;
    private final List<ScalerFit> inputs = new ArrayList<>();
    private final List<ScalerFit> outputs = new ArrayList<>();

    ScalersFit(ModelSignature signature) {
        this.signature = signature;
        signature.inputs().forEach(port -> inputs.add(fit(port)));
        signature.outputs().forEach(port -> outputs.add(fit(port)));
    }

    private static ScalerFit fit(ModelSignature.Port port) {
        boolean fitted = !(port.scaling() instanceof Scaling.Like);
        return new ScalerFit(fitted ? port.scaling() : Scaling.none(), port.width());
    }

    /** Adds examples; an input's scaler sees every row once, and the truth of outputs that are scaled like it. */
    void add(Examples training) {
        for (int i = 0; i < inputs.size(); i++) {
            ModelSignature.Port port = signature.inputs().get(i);
            if (port.scaling() instanceof Scaling.None) {
                continue;
            }
            List<Values> seen = new ArrayList<>(List.of(training.inputs().get(i)));
            for (int o = 0; o < outputs.size(); o++) {
                if (signature.outputs().get(o).scaling() instanceof Scaling.Like like
                        && like.input().equals(port.name())) {
                    seen.add(training.targets().get(o));
                }
            }
            inputs.get(i).add(Values.distinctRows(port.width(), seen));
        }
        for (int o = 0; o < outputs.size(); o++) {
            ModelSignature.Port port = signature.outputs().get(o);
            if (!(port.scaling() instanceof Scaling.None || port.scaling() instanceof Scaling.Like)) {
                outputs.get(o)
                        .add(Values.distinctRows(
                                port.width(), List.of(training.targets().get(o))));
            }
        }
    }

    /** The scaling of all that was added. */
    Scalers scalers() {
        List<Scaler> in = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            in.add(scaler(signature.inputs().get(i), inputs.get(i)));
        }
        List<Scaler> out = new ArrayList<>();
        for (int o = 0; o < outputs.size(); o++) {
            ModelSignature.Port port = signature.outputs().get(o);
            out.add(
                    port.scaling() instanceof Scaling.Like like
                            ? in.get(signature.input(like.input()))
                            : scaler(port, outputs.get(o)));
        }
        return new Scalers(in, out);
    }

    private static Scaler scaler(ModelSignature.Port port, ScalerFit fit) {
        return port.scaling() instanceof Scaling.None ? Scalers.identity(port) : fit.scaler();
    }
}
