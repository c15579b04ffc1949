package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Capacity;
import dev.unroll.runtime.memory.Packings;
import java.util.Arrays;

/** Runs the part of a model that comes before its decoder, over batches of inputs. Keeps its working memory. One thread at a time. */
public final class EncodePass implements AutoCloseable {
    private final ModelProgram program;
    private PredictRun run;
    private Capacity capacity;
    private BatchFeed feed;

    /** For a program with a decoder. */
    public EncodePass(ModelProgram program) {
        this.program = program;
    }

    /** Encodes the scaled examples {@code from} to {@code from + count - 1}. */
    public void run(Examples scaled, int from, int count) {
        feed = new BatchFeed(scaled.slice(from, from + count), count);
        if (run == null || !capacity.holds(feed.capacity())) {
            capacity = capacity == null ? feed.capacity() : capacity.with(feed.capacity());
            close();
            run = program.encodeRun(capacity);
        }
        int[] order = new int[count];
        Arrays.setAll(order, k -> k);
        feed.choose(order, 0, count);
        feed.fill(run);
        run.forward();
    }

    /** The lengths of the batch, by the axes of the signature's inputs. */
    public Packings packings() {
        return feed.packings();
    }

    /** First states, then memories, as {@link ModelProgram#encodeRun} gives them; valid until the next run. */
    public PredictRun results() {
        return run;
    }

    /** Native memory held. */
    public long bytes() {
        return run == null ? 0 : run.bytes();
    }

    @Override
    public void close() {
        if (run != null) {
            run.close();
            run = null;
        }
    }
}
