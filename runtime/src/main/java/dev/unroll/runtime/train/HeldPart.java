package dev.unroll.runtime.train;

import java.util.Optional;
import java.util.function.Consumer;

/** A part that is held in memory, one chunk; scaled when it is first looked at. */
final class HeldPart implements ExamplePart {
    private final Examples examples;
    private final Scalers scalers;
    private Optional<Chunk> chunk = Optional.empty();

    HeldPart(Examples examples, Scalers scalers) {
        this.examples = examples;
        this.scalers = scalers;
    }

    @Override
    public int size() {
        return examples.size();
    }

    Examples examples() {
        return examples;
    }

    /** All examples in the model's range. */
    Examples scaled() {
        if (chunk.isEmpty()) {
            chunk = Optional.of(new Chunk(examples, examples.scaled(scalers)));
        }
        return chunk.get().scaled();
    }

    @Override
    public void each(Consumer<Chunk> reader) {
        if (examples.size() > 0) {
            scaled();
            reader.accept(chunk.orElseThrow());
        }
    }
}
