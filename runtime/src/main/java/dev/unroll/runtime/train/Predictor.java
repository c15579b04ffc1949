package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a program's prediction over any number of examples, {@value #BATCH} at a time. Keeps its working memory and enlarges it
 * on demand. One thread at a time.
 */
public final class Predictor implements AutoCloseable {
    /** Examples computed together: enough to keep matrix products busy, few enough to bound memory. */
    static final int BATCH = 128;

    private final ModelProgram program;
    private PredictRun run;
    private int batch;
    private int tokens;
    private int steps;

    public Predictor(ModelProgram program) {
        this.program = program;
    }

    /** The outputs for scaled examples, in the model's own range. */
    public List<Values> predict(Examples scaled) {
        List<Values> outputs = new ArrayList<>();
        for (ModelSignature.Port port : program.signature().outputs()) {
            outputs.add(Values.blank(scaled.lengths(), port.width(), port.isSequence()));
        }
        if (scaled.size() == 0) {
            return outputs;
        }
        BatchFeed feed = new BatchFeed(scaled, BATCH);
        reserve(feed);
        float[][] staging = new float[outputs.size()][];
        for (int o = 0; o < staging.length; o++) {
            Values output = outputs.get(o);
            staging[o] =
                    new float[Math.multiplyExact(output.isSequence() ? feed.tokens() : feed.batch(), output.width())];
        }
        int[] order = new int[scaled.size()];
        Arrays.setAll(order, k -> k);
        for (int from = 0; from < order.length; from += feed.batch()) {
            feed.choose(order, from, Math.min(feed.batch(), order.length - from));
            feed.fill(run);
            run.forward();
            for (int o = 0; o < staging.length; o++) {
                feed.unpack(run.output(o), staging[o], outputs.get(o));
            }
        }
        return outputs;
    }

    /** Native memory held. */
    public long bytes() {
        return run == null ? 0 : run.bytes();
    }

    private void reserve(BatchFeed feed) {
        if (run != null && feed.batch() <= batch && feed.tokens() <= tokens && feed.steps() <= steps) {
            return;
        }
        batch = Math.max(batch, feed.batch());
        tokens = Math.max(tokens, feed.tokens());
        steps = Math.max(steps, feed.steps());
        close();
        run = program.predictRun(batch, tokens, steps);
    }

    /** Frees the working memory; it is made again when needed. */
    @Override
    public void close() {
        if (run != null) {
            run.close();
            run = null;
        }
    }
}
