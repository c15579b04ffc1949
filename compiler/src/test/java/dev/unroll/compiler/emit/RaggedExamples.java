package dev.unroll.compiler.emit;

import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.ModelSignature.Port;
import java.util.Random;

/** Examples of random lengths for any model: numbers, or ids where a port wants ids. Numbers are such that a float holds them. */
final class RaggedExamples {
    final int[] lengths;
    private final ModelSignature signature;
    private final float[][][] inputs;
    private final float[][][] targets;

    RaggedExamples(ModelSignature signature, Random random, int examples, int longest) {
        this.signature = signature;
        lengths = random.ints(examples, 1, longest + 1).toArray();
        inputs = new float[examples][][];
        targets = new float[examples][][];
        for (int e = 0; e < examples; e++) {
            inputs[e] = new float[signature.inputs().size()][];
            targets[e] = new float[signature.outputs().size()][];
            for (int i = 0; i < inputs[e].length; i++) {
                Port port = signature.inputs().get(i);
                inputs[e][i] = numbers(random, port, e, port.width());
            }
            for (int o = 0; o < targets[e].length; o++) {
                Port port = signature.outputs().get(o);
                targets[e][o] = numbers(random, port, e, port.targetWidth());
            }
        }
    }

    private float[] numbers(Random random, Port port, int example, int width) {
        float[] numbers = new float[(port.isSequence() ? lengths[example] : 1) * width];
        for (int k = 0; k < numbers.length; k++) {
            numbers[k] = switch (kind(port)) {
                case NUMBER -> random.nextFloat() * 2 - 1;
                case ID -> random.nextInt(port.content().classes());
                case YES_NO -> random.nextInt(2);
            };
        }
        return numbers;
    }

    private enum Kind {
        NUMBER,
        ID,
        YES_NO
    }

    private static Kind kind(Port port) {
        if (port.content().classes() > 0) {
            return Kind.ID;
        }
        return port.content() instanceof ModelSignature.Content.Probability ? Kind.YES_NO : Kind.NUMBER;
    }

    /** What a run offers for input or target {@code i}. */
    interface Place {
        Matrix at(int i);
    }

    /** Fills the inputs of a run that was packed with the examples {@code chosen}, in this order. */
    void fillInputs(Packing packing, int[] chosen, Place input) {
        for (int i = 0; i < signature.inputs().size(); i++) {
            fill(packing, chosen, inputs, i, signature.inputs().get(i).isSequence(), input.at(i));
        }
    }

    void fillTargets(Packing packing, int[] chosen, Place target) {
        for (int o = 0; o < signature.outputs().size(); o++) {
            fill(packing, chosen, targets, o, signature.outputs().get(o).isSequence(), target.at(o));
        }
    }

    private static void fill(Packing packing, int[] chosen, float[][][] from, int port, boolean sequence, Matrix to) {
        for (int row = 0; row < packing.batch(); row++) {
            float[] own = from[chosen[packing.source(row)]][port];
            for (int t = 0; t < (sequence ? packing.length(row) : 1); t++) {
                int at = sequence ? packing.offset(t) + row : row;
                for (int c = 0; c < to.cols(); c++) {
                    to.set(at, c, own[t * to.cols() + c]);
                }
            }
        }
    }

    /** An output's numbers of the example at place {@code source} of the chosen ones. */
    static double[] output(Packing packing, int source, boolean sequence, Matrix output) {
        int row = 0;
        while (packing.source(row) != source) {
            row++;
        }
        int steps = sequence ? packing.length(row) : 1;
        double[] numbers = new double[steps * output.cols()];
        for (int t = 0; t < steps; t++) {
            int at = sequence ? packing.offset(t) + row : row;
            for (int c = 0; c < output.cols(); c++) {
                numbers[t * output.cols() + c] = output.getDouble(at, c);
            }
        }
        return numbers;
    }
}
