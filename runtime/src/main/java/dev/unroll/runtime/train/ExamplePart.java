package dev.unroll.runtime.train;

import java.util.function.Consumer;

/** The examples for training, for validation or for the test: held in memory, or read in chunks each time they are looked at. */
interface ExamplePart {
    /** How many examples. */
    int size();

    /** Shows all examples in their order. */
    void each(Consumer<Chunk> reader);

    /**
     * Examples that are in memory together.
     *
     * @param examples in the data's units
     * @param scaled the same in the model's range
     */
    record Chunk(Examples examples, Examples scaled) {}
}
