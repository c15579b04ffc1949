package dev.unroll.runtime.decode;

import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.memory.Capacity;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Packings;
import dev.unroll.runtime.random.CounterRandom;
import dev.unroll.runtime.text.EmptyText;
import dev.unroll.runtime.text.Tokenizer;
import dev.unroll.runtime.text.TooLong;
import dev.unroll.runtime.text.VocabularySpec;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.PredictRun;
import dev.unroll.runtime.train.TrainRun;
import dev.unroll.runtime.weights.Parameters;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A decoder over two inputs with axes of their own, written by hand: it attends to both, {@code near} and {@code far}, and reads one
 * number per example. {@link #encoded} and {@link #after} say what it computes, for one example and without any packing.
 */
final class HandDecoder implements ModelProgram {
    static final int CHOICES = 6;
    static final int UNITS = 2;

    // which of the tables of random numbers that stand for weights
    private static final int NEAR = 1;
    private static final int FAR = 2;
    private static final int PREVIOUS = 3;
    private static final int OUT = 4;

    int stepRuns;

    private static float weight(int table, int row, int column) {
        return (float) (1.5 * CounterRandom.normal(17, table, row, column));
    }

    /** What steps read of an example: {@code near [positions][UNITS]}, {@code far [positions]} and a number; and the first state. */
    static final class Encoded {
        final float[][] near;
        final float[] far;
        final float size;
        final float[] state;

        Encoded(float[][] near, float[] far, float size, float[] state) {
            this.near = near;
            this.far = far;
            this.size = size;
            this.state = state;
        }
    }

    /** What a step gives: log-probabilities, the state after it, and the weights of both attentions. */
    static final class After {
        final float[] logs;
        final float[] state;
        final float[] near;
        final float[] far;

        After(float[] logs, float[] state, float[] near, float[] far) {
            this.logs = logs;
            this.state = state;
            this.near = near;
            this.far = far;
        }
    }

    static Encoded encoded(float[] source, float[] hints) {
        float[][] near = new float[source.length][UNITS];
        float[] state = new float[UNITS];
        for (int f = 0; f < UNITS; f++) {
            for (int i = 0; i < source.length; i++) {
                near[i][f] = weight(NEAR, (int) source[i], f);
                state[f] += near[i][f] / source.length;
            }
        }
        float[] far = new float[hints.length];
        for (int j = 0; j < hints.length; j++) {
            far[j] = weight(FAR, (int) hints[j], 0);
        }
        return new Encoded(near, far, 0.1f * source.length, state);
    }

    static After after(Encoded of, float[] state, int previous) {
        float[] near = new float[of.near.length];
        for (int i = 0; i < near.length; i++) {
            near[i] = of.near[i][0] * state[0] + of.near[i][1] * state[1];
        }
        float[] far = new float[of.far.length];
        for (int j = 0; j < far.length; j++) {
            far[j] = of.far[j] * state[0];
        }
        softmax(near);
        softmax(far);
        float[] next = new float[UNITS];
        for (int f = 0; f < UNITS; f++) {
            double sum = weight(PREVIOUS, previous, f) + 0.5 * state[f] + of.size;
            for (int i = 0; i < near.length; i++) {
                sum += near[i] * of.near[i][f];
            }
            for (int j = 0; j < far.length; j++) {
                sum -= far[j] * of.far[j];
            }
            next[f] = (float) Math.tanh(sum);
        }
        float[] logs = new float[CHOICES];
        for (int token = 0; token < CHOICES; token++) {
            logs[token] = next[0] * weight(OUT, token, 0) + next[1] * weight(OUT, token, 1);
        }
        softmax(logs);
        for (int token = 0; token < CHOICES; token++) {
            logs[token] = (float) Math.log(logs[token]);
        }
        return new After(logs, next, near, far);
    }

    private static void softmax(float[] x) {
        double sum = 0;
        for (float each : x) {
            sum += Math.exp(each);
        }
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (Math.exp(x[i]) / sum);
        }
    }

    private static ModelSignature.Port tokens(String name, String axis, int width) {
        VocabularySpec vocabulary = new VocabularySpec(
                "V", Tokenizer.CHARACTERS, CHOICES, 1, false, TooLong.REFUSE, EmptyText.REFUSE, List.of());
        return new ModelSignature.Port(
                name,
                ModelSignature.Axis.free(axis),
                width,
                Scaling.none(),
                "",
                ModelSignature.Content.tokens(vocabulary));
    }

    @Override
    public ModelSignature signature() {
        return new ModelSignature(
                        "Hand",
                        "",
                        List.of(tokens("source", "src", 1), tokens("hints", "hint", 1)),
                        List.of(tokens("target", "tgt", CHOICES)),
                        List.of(),
                        "hand.rnn",
                        "0".repeat(64))
                .decoding(new ModelSignature.Decoder(
                        0,
                        List.of(new ModelSignature.State("rnn.h", UNITS)),
                        List.of(),
                        List.of(
                                new ModelSignature.Memory("src", UNITS),
                                new ModelSignature.Memory("", 1),
                                new ModelSignature.Memory("hint", 1)),
                        List.of(
                                new ModelSignature.Attention("near", "src"),
                                new ModelSignature.Attention("far", "hint"))));
    }

    /** Rows of a batch, read and written one by one. */
    private abstract static class Run implements PredictRun {
        Packings packings;
        Matrix[] inputs;
        Matrix[] outputs;

        static Matrix matrix(int rows, int columns) {
            return Matrix.allocate(DataType.FLOAT, rows, columns);
        }

        /** The numbers of one example, whose row on the first axis is {@code row}, along an axis. */
        static float[] column(Packing packing, int row, Matrix from, int f) {
            int own = own(packing, row);
            float[] numbers = new float[packing.length(own)];
            for (int t = 0; t < numbers.length; t++) {
                numbers[t] = from.get(packing.offset(t) + own, f);
            }
            return numbers;
        }

        static void put(Packing packing, int row, float[] numbers, Matrix to, int f) {
            for (int t = 0; t < numbers.length; t++) {
                to.set(packing.offset(t) + own(packing, row), f, numbers[t]);
            }
        }

        private static int own(Packing packing, int row) {
            for (int own = 0; own < packing.batch(); own++) {
                if (packing.place(own) == row) {
                    return own;
                }
            }
            throw new IllegalArgumentException("no row " + row);
        }

        @Override
        public void pack(Packing packing) {
            throw new UnsupportedOperationException("this program has two axes");
        }

        @Override
        public Matrix input(int i) {
            return inputs[i];
        }

        @Override
        public Matrix output(int o) {
            return outputs[o];
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void close() {}
    }

    @Override
    public PredictRun encodeRun(Capacity capacity) {
        return new Run() {
            @Override
            public void pack(Packings batch) {
                packings = batch;
                int near = batch.axis(0).tokens();
                int far = batch.axis(1).tokens();
                inputs = new Matrix[] {matrix(near, 1), matrix(far, 1)};
                outputs = new Matrix[] {
                    matrix(batch.batch(), UNITS), matrix(near, UNITS), matrix(batch.batch(), 1), matrix(far, 1)
                };
            }

            @Override
            public void forward() {
                for (int row = 0; row < packings.batch(); row++) {
                    Encoded made = encoded(
                            column(packings.axis(0), row, inputs[0], 0), column(packings.axis(1), row, inputs[1], 0));
                    for (int f = 0; f < UNITS; f++) {
                        outputs[0].set(row, f, made.state[f]);
                        float[] column = new float[made.near.length];
                        for (int i = 0; i < column.length; i++) {
                            column[i] = made.near[i][f];
                        }
                        put(packings.axis(0), row, column, outputs[1], f);
                    }
                    outputs[2].set(row, 0, made.size);
                    put(packings.axis(1), row, made.far, outputs[3], 0);
                }
            }
        };
    }

    @Override
    public PredictRun stepRun(Capacity capacity) {
        stepRuns++;
        return new Run() {
            @Override
            public void pack(Packings batch) {
                packings = batch;
                int rows = batch.batch();
                int near = batch.axis(0).tokens();
                int far = batch.axis(1).tokens();
                inputs = new Matrix[] {
                    matrix(rows, 1), matrix(rows, UNITS), matrix(near, UNITS), matrix(rows, 1), matrix(far, 1)
                };
                outputs = new Matrix[] {matrix(rows, CHOICES), matrix(rows, UNITS), matrix(near, 1), matrix(far, 1)};
            }

            @Override
            public void forward() {
                for (int row = 0; row < packings.batch(); row++) {
                    float[] first = column(packings.axis(0), row, inputs[2], 0);
                    float[] second = column(packings.axis(0), row, inputs[2], 1);
                    float[][] near = new float[first.length][];
                    for (int i = 0; i < near.length; i++) {
                        near[i] = new float[] {first[i], second[i]};
                    }
                    Encoded of = new Encoded(
                            near, column(packings.axis(1), row, inputs[4], 0), inputs[3].get(row, 0), new float[0]);
                    float[] state = {inputs[1].get(row, 0), inputs[1].get(row, 1)};
                    After given = after(of, state, (int) inputs[0].get(row, 0));
                    for (int token = 0; token < CHOICES; token++) {
                        outputs[0].set(row, token, given.logs[token]);
                    }
                    for (int f = 0; f < UNITS; f++) {
                        outputs[1].set(row, f, given.state[f]);
                    }
                    put(packings.axis(0), row, given.near, outputs[2], 0);
                    put(packings.axis(1), row, given.far, outputs[3], 0);
                }
            }
        };
    }

    @Override
    public TrainRun trainRun(int batch, int tokens, int steps) {
        throw new UnsupportedOperationException("no training here");
    }

    @Override
    public PredictRun predictRun(int batch, int tokens, int steps) {
        throw new UnsupportedOperationException("no prediction here");
    }

    @Override
    public Device device() {
        throw new UnsupportedOperationException("no device here");
    }

    @Override
    public Parameters parameters() {
        throw new UnsupportedOperationException("no parameters here");
    }

    @Override
    public void close() {}
}
