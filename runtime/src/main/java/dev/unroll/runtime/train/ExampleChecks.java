package dev.unroll.runtime.train;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.train.ModelSignature.Axis;
import dev.unroll.runtime.train.ModelSignature.Content;
import dev.unroll.runtime.train.ModelSignature.Port;
import java.util.Arrays;
import java.util.List;

/** What must hold of data before a model sees it. */
final class ExampleChecks {
    private ExampleChecks() {}

    /** Checks everything and returns the examples' lengths. */
    static int[][] check(ModelSignature signature, List<Values> inputs, List<Values> targets) {
        if (inputs.size() != signature.inputs().size()) {
            throw new DataException(signature.model() + " has "
                    + signature.inputs().size() + " inputs, but " + inputs.size() + " are given");
        }
        int examples = inputs.get(0).examples();
        for (int i = 0; i < inputs.size(); i++) {
            Port port = signature.inputs().get(i);
            port("input", port, port.width(), inputs.get(i), examples);
        }
        for (int o = 0; o < targets.size(); o++) {
            Port port = signature.outputs().get(o);
            port("output", port, port.targetWidth(), targets.get(o), examples);
        }
        return lengths(signature, inputs, targets);
    }

    /**
     * Steps of each example on each of the signature's axes, which all sequences of an axis share. Without truth, the last axis of a
     * model with a decoder has no lengths and is left out.
     */
    static int[][] lengths(ModelSignature signature, List<Values> inputs, List<Values> targets) {
        List<String> axes =
                signature.decoder().isPresent() && targets.isEmpty() ? signature.inputAxes() : signature.axes();
        int[][] lengths = new int[axes.size()][inputs.get(0).examples()];
        for (int[] ofAxis : lengths) {
            Arrays.fill(ofAxis, 1);
        }
        String[] first = new String[axes.size()];
        for (int p = 0; p < inputs.size() + targets.size(); p++) {
            boolean input = p < inputs.size();
            Port port = input ? signature.inputs().get(p) : signature.outputs().get(p - inputs.size());
            if (!port.isSequence()) {
                continue;
            }
            Values values = input ? inputs.get(p) : targets.get(p - inputs.size());
            int axis = signature.axis(port);
            for (int k = 0; k < lengths[axis].length; k++) {
                if (first[axis] != null && lengths[axis][k] != values.length(k)) {
                    throw new DataException("example " + k + ": " + port.name() + " has " + values.length(k)
                            + " steps, but " + first[axis] + " has " + lengths[axis][k]);
                }
                lengths[axis][k] = values.length(k);
            }
            first[axis] = first[axis] == null ? port.name() : first[axis];
        }
        return lengths;
    }

    private static void port(String kind, Port port, int width, Values values, int examples) {
        String name = kind + " " + port.name();
        if (values.examples() != examples) {
            throw new DataException(
                    name + " has " + values.examples() + " examples, but the first input has " + examples);
        }
        if (values.isSequence() != port.isSequence()) {
            throw new DataException(name + " is declared " + port + ", but "
                    + (values.isSequence() ? "sequences are" : "one row is") + " given");
        }
        for (int k = 0; k < examples; k++) {
            if (port.isSequence()) {
                length(name, k, port.axis(), values.length(k));
            }
            if (values.width() != width) {
                throw new DataException(name + ": rows have " + values.width() + " numbers, but it is declared " + port
                        + " with " + width);
            }
            numbers(name, port.content(), values, k);
        }
    }

    private static void length(String name, int example, Axis axis, int steps) {
        if (steps == 0) {
            throw new DataException(name + ", example " + example + " has no step; a sequence needs at least one");
        }
        boolean fits =
                switch (axis.kind()) {
                    case NONE, FREE -> true;
                    case FIXED -> steps == axis.steps();
                    case BOUNDED -> steps <= axis.steps();
                };
        if (!fits) {
            throw new DataException(name + ", example " + example + " has " + steps
                    + " steps, but the model is declared [" + axis + "]");
        }
    }

    private static void numbers(String name, Content content, Values values, int example) {
        for (int t = 0; t < values.length(example); t++) {
            for (int f = 0; f < values.width(); f++) {
                float x = values.get(example, t, f);
                if (!Float.isFinite(x)) {
                    throw new DataException(place(name, values, example, t) + ", feature " + f + " is " + x
                            + ": missing values must be filled or dropped first");
                }
                if (content.classes() > 0 && !(x >= 0 && x < content.classes() && x == (int) x)) {
                    throw new DataException(place(name, values, example, t) + " is " + x + ", not one of the "
                            + content.classes() + " numbers of a " + content + ", 0 to " + (content.classes() - 1));
                }
                if (content instanceof Content.Probability && !(x >= 0 && x <= 1)) {
                    throw new DataException(place(name, values, example, t) + " is " + x + ", no probability");
                }
            }
        }
    }

    private static String place(String name, Values values, int example, int step) {
        return name + ", example " + example + (values.isSequence() ? ", step " + step : "");
    }

    /** Checks the series a window is cut from and returns the one it names. */
    static Series windowed(ModelSignature signature, TrainingSpec.Window window, List<Series> series) {
        if (series.size() != signature.inputs().size()) {
            throw new DataException(signature.model() + " has "
                    + signature.inputs().size() + " inputs, but " + series.size() + " series are given");
        }
        Series source = series.get(signature.input(window.input()));
        for (int i = 0; i < series.size(); i++) {
            Port port = signature.inputs().get(i);
            Series one = series.get(i);
            if (one.width() != port.width()) {
                throw new DataException("input " + port.name() + " is declared " + port
                        + ", but the series has columns " + String.join(", ", one.columns()));
            }
            if (one.rows() != source.rows()) {
                throw new DataException("the series of " + port.name() + " has " + one.rows() + " rows, that of "
                        + window.input() + " has " + source.rows());
            }
            if (!port.isSequence()) {
                throw new DataException(
                        "input " + port.name() + " has no sequence axis, so no window can be cut for it");
            }
            length("input " + port.name(), 0, port.axis(), window.length());
        }
        for (Port port : signature.outputs()) {
            if (port.isSequence() || port.width() != source.width() * window.target()) {
                throw new DataException("output " + port + " does not hold " + window.target() + " rows of "
                        + window.input() + ", " + source.width() * window.target() + " numbers");
            }
        }
        return source;
    }
}
