package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a program's prediction over any number of examples, {@value #BATCH} at a time. Keeps its working memory and enlarges it
 * on demand. One thread at a time.
 */
public final class Predictor implements AutoCloseable {
    /** Examples computed together: enough to keep matrix products busy, few enough to bound memory. */
    static final int BATCH = 128;

    /** Numbers of an output in one batch: 16 MiB. */
    static final int NUMBERS = 1 << 22;

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
        each(scaled, batch -> {
            for (int o = 0; o < outputs.size(); o++) {
                batch.unpack(o, outputs.get(o));
            }
        });
        return outputs;
    }

    /**
     * Predicts scaled examples in their order and shows each batch, which is gone after that. Batches have fewer examples where
     * outputs are wide, so that one is never large.
     */
    void each(Examples scaled, Consumer<PredictedBatch> reader) {
        if (scaled.size() == 0) {
            return;
        }
        BatchFeed feed = new BatchFeed(scaled, batchSize(scaled));
        reserve(feed);
        List<ModelSignature.Port> ports = program.signature().outputs();
        float[][] staging = new float[ports.size()][];
        for (int o = 0; o < staging.length; o++) {
            ModelSignature.Port port = ports.get(o);
            staging[o] = new float[Math.multiplyExact(port.isSequence() ? feed.tokens() : feed.batch(), port.width())];
        }
        PredictedBatch batchRead = new PredictedBatch(feed, staging);
        int[] order = new int[scaled.size()];
        Arrays.setAll(order, k -> k);
        for (int from = 0; from < order.length; from += feed.batch()) {
            feed.choose(order, from, Math.min(feed.batch(), order.length - from));
            feed.fill(run);
            run.forward();
            for (int o = 0; o < staging.length; o++) {
                run.output(o).get(staging[o]);
            }
            reader.accept(batchRead.at(from));
        }
    }

    /** At most {@value #BATCH} examples and, unless one alone has more, {@value #NUMBERS} predicted numbers an output. */
    private int batchSize(Examples scaled) {
        int longest = Arrays.stream(scaled.lengths()).max().orElse(1);
        long most = 1;
        for (ModelSignature.Port port : program.signature().outputs()) {
            most = Math.max(most, (long) port.width() * (port.isSequence() ? longest : 1));
        }
        return (int) Math.max(1, Math.min(BATCH, NUMBERS / most));
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
