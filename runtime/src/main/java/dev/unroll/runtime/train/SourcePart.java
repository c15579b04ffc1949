package dev.unroll.runtime.train;

import java.util.BitSet;
import java.util.function.Consumer;

/** A part of a source, read again each time it is looked at, as many examples at once as the shuffle buffer holds. */
final class SourcePart<E> implements ExamplePart {
    private final EncodedSource<E> source;
    private final BitSet members;
    private final Scalers scalers;

    SourcePart(EncodedSource<E> source, BitSet members, Scalers scalers) {
        this.source = source;
        this.members = members;
        this.scalers = scalers;
    }

    @Override
    public int size() {
        return members.cardinality();
    }

    @Override
    public void each(Consumer<Chunk> reader) {
        try (SourcePass<E> pass = source.parts().pass()) {
            Gathering<E> gathering = new Gathering<>(source.parts().buffer(), (examples, positions) -> {
                Examples encoded = source.encode(examples, positions);
                examples.clear();
                reader.accept(new Chunk(encoded, encoded.scaled(scalers)));
            });
            for (E example = pass.next(); example != null; example = pass.next()) {
                if (members.get(pass.position())) {
                    gathering.add(example, pass.position());
                }
            }
            gathering.flush();
        }
    }
}
