package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.memory.Capacity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

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
    private Capacity capacity; // of the run, and of those before it

    public Predictor(ModelProgram program) {
        this.program = program;
    }

    /** The outputs for scaled examples, in the model's own range. */
    public List<Values> predict(Examples scaled) {
        List<Values> outputs = new ArrayList<>();
        for (ModelSignature.Port port : program.signature().outputs()) {
            outputs.add(Values.blank(scaled.lengths(program.signature().axis(port)), port.width(), port.isSequence()));
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
        PredictedBatch read = new PredictedBatch(feed, staging(feed));
        int[] order = identity(scaled.size());
        for (int from = 0; from < order.length; from += feed.batch()) {
            feed.choose(order, from, Math.min(feed.batch(), order.length - from));
            feed.fill(run);
            forward(read, from, reader);
        }
    }

    /** How many examples with at most so many steps are predicted side by side. */
    int rows(int steps) {
        return batchSize(axis -> steps);
    }

    /**
     * Predicts stretches of scaled examples, handing states on from stretch to stretch.
     *
     * @param scaled the stretches
     */
    void each(Examples scaled, Stretches stretches, Consumer<PredictedBatch> reader) {
        if (scaled.size() == 0) {
            return;
        }
        int rows = 0;
        for (int b = 0; b < stretches.batches(); b++) {
            rows = Math.max(rows, stretches.start(b + 1) - stretches.start(b));
        }
        BatchFeed feed = new BatchFeed(scaled, rows);
        reserve(feed);
        PredictedBatch read = new PredictedBatch(feed, staging(feed));
        int tokens = feed.capacity().tokens(0);
        CarriedStates carried = new CarriedStates(program.signature().states(), rows, rows, tokens);
        int[] streams = new int[rows];
        float[] resets = new float[tokens];
        int[] order = identity(scaled.size());
        for (int b = 0; b < stretches.batches(); b++) {
            int from = stretches.start(b);
            feed.choose(order, from, stretches.start(b + 1) - from);
            feed.fill(run, stretches, carried, streams, resets);
            forward(read, from, reader);
            carried.take(run, feed.packing(), streams);
        }
    }

    private void forward(PredictedBatch read, int from, Consumer<PredictedBatch> reader) {
        run.forward();
        read.read(run);
        reader.accept(read.at(from));
    }

    private static int[] identity(int count) {
        int[] order = new int[count];
        Arrays.setAll(order, k -> k);
        return order;
    }

    private float[][] staging(BatchFeed feed) {
        List<ModelSignature.Port> ports = program.signature().outputs();
        float[][] staging = new float[ports.size()][];
        for (int o = 0; o < staging.length; o++) {
            ModelSignature.Port port = ports.get(o);
            int rows = port.isSequence()
                    ? feed.capacity().tokens(program.signature().axis(port))
                    : feed.batch();
            staging[o] = new float[Math.multiplyExact(rows, port.width())];
        }
        return staging;
    }

    private int batchSize(Examples examples) {
        return batchSize(axis -> Arrays.stream(examples.lengths(axis)).max().orElse(1));
    }

    /**
     * At most {@value #BATCH} examples and, unless one alone has more, {@value #NUMBERS} predicted numbers an output.
     *
     * @param longest steps of an example, by axis
     */
    private int batchSize(IntUnaryOperator longest) {
        long most = 1;
        for (ModelSignature.Port port : program.signature().outputs()) {
            int rows =
                    port.isSequence() ? longest.applyAsInt(program.signature().axis(port)) : 1;
            most = Math.max(most, (long) port.width() * rows);
        }
        return (int) Math.max(1, Math.min(BATCH, NUMBERS / most));
    }

    /** Native memory held. */
    public long bytes() {
        return run == null ? 0 : run.bytes();
    }

    private void reserve(BatchFeed feed) {
        if (run != null && capacity.holds(feed.capacity())) {
            return;
        }
        capacity = capacity == null ? feed.capacity() : capacity.with(feed.capacity());
        close();
        run = program.predictRun(capacity);
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
