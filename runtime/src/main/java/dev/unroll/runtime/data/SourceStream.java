package dev.unroll.runtime.data;

import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One pass over a source as a sequential stream. */
final class SourceStream<E> extends Spliterators.AbstractSpliterator<E> {
    private final ExampleSource.Cursor<E> cursor;
    private boolean ended;

    private SourceStream(ExampleSource.Cursor<E> cursor) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
        this.cursor = cursor;
    }

    static <E> Stream<E> of(ExampleSource.Cursor<E> cursor) {
        SourceStream<E> examples = new SourceStream<>(cursor);
        return StreamSupport.stream(examples, false).onClose(examples::end);
    }

    @Override
    public boolean tryAdvance(Consumer<? super E> action) {
        E example = ended ? null : cursor.next();
        if (example == null) {
            end();
            return false;
        }
        action.accept(example);
        return true;
    }

    private void end() {
        if (!ended) {
            ended = true;
            cursor.close();
        }
    }
}
