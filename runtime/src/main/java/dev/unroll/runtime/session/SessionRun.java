package dev.unroll.runtime.session;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.ModelSignature.Port;
import dev.unroll.runtime.train.PredictRun;

/** A session's own working memory: packs rows of streams into a run and takes results out. Grows on demand. */
final class SessionRun implements AutoCloseable {
    private final Sessions sessions;
    private final ModelSignature signature;
    private final Packing packing = Packing.empty();
    private PredictRun run;
    private int batch;
    private int tokens;
    private int steps;
    private float[] staging = new float[0];

    SessionRun(Sessions sessions) {
        this.sessions = sessions;
        this.signature = sessions.program().signature();
    }

    ModelSignature signature() {
        return signature;
    }

    Packing packing() {
        return packing;
    }

    PredictRun run() {
        return run;
    }

    /** Makes room for sequences of these lengths. */
    void pack(int[] lengths) {
        packing.set(lengths);
        if (run == null || packing.batch() > batch || packing.tokens() > tokens || packing.steps() > steps) {
            batch = Math.max(batch, packing.batch());
            tokens = Math.max(tokens, packing.tokens());
            steps = Math.max(steps, packing.steps());
            close();
            run = sessions.program().predictRun(batch, tokens, steps);
        }
        run.pack(packing);
    }

    /** Checks that inputs are as many finite numbers as the streams' steps need. */
    void check(float[][] inputs, int streams, int allSteps) {
        if (inputs.length != signature.inputs().size()) {
            throw new DataException(signature.model() + " has "
                    + signature.inputs().size() + " inputs, but " + inputs.length + " are given");
        }
        for (int i = 0; i < inputs.length; i++) {
            Port port = signature.inputs().get(i);
            int rows = port.isSequence() ? allSteps : streams;
            if (inputs[i].length != rows * port.width()) {
                throw new DataException("input " + port.name() + " needs " + rows + " rows of " + port.width()
                        + " numbers, one after the other, but " + inputs[i].length + " numbers are given");
            }
            for (int k = 0; k < inputs[i].length; k++) {
                if (!Float.isFinite(inputs[i][k])) {
                    throw new DataException("input " + port.name() + ", row " + k / port.width() + ": " + inputs[i][k]
                            + " is not a finite number");
                }
            }
        }
    }

    /** Rows of streams after another into a sequence; {@code starts} says at which row each stream begins. */
    void fillSteps(Matrix to, float[] rows, int[] starts) {
        int width = to.cols();
        float[] packed = staging((int) to.size());
        for (int row = 0; row < packing.batch(); row++) {
            int from = starts[packing.source(row)];
            for (int t = 0; t < packing.length(row); t++) {
                System.arraycopy(rows, (from + t) * width, packed, (packing.offset(t) + row) * width, width);
            }
        }
        to.set(packed);
    }

    /** One row for each stream. */
    void fillRows(Matrix to, float[] rows) {
        int width = to.cols();
        float[] packed = staging((int) to.size());
        for (int row = 0; row < packing.batch(); row++) {
            System.arraycopy(rows, packing.source(row) * width, packed, row * width, width);
        }
        to.set(packed);
    }

    /** A sequence as rows of streams after another. */
    float[] steps(Matrix from, int[] starts) {
        int width = from.cols();
        float[] packed = staging((int) from.size());
        from.get(packed);
        float[] rows = new float[(int) from.size()];
        for (int row = 0; row < packing.batch(); row++) {
            int to = starts[packing.source(row)];
            for (int t = 0; t < packing.length(row); t++) {
                System.arraycopy(packed, (packing.offset(t) + row) * width, rows, (to + t) * width, width);
            }
        }
        return rows;
    }

    /** One row for each stream: the only one, or that of its last step. */
    float[] lastRows(Matrix from, boolean sequence) {
        int width = from.cols();
        float[] packed = staging((int) from.size());
        from.get(packed);
        float[] rows = new float[packing.batch() * width];
        for (int row = 0; row < packing.batch(); row++) {
            int at = sequence ? packing.offset(packing.length(row) - 1) + row : row;
            System.arraycopy(packed, at * width, rows, packing.source(row) * width, width);
        }
        return rows;
    }

    float[] staging(int size) {
        if (staging.length < size) {
            staging = new float[size];
        }
        return staging;
    }

    @Override
    public void close() {
        if (run != null) {
            run.close();
            run = null;
        }
    }
}
