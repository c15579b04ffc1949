package dev.unroll.runtime.data;

import java.util.Iterator;

/** One pass over something iterable. */
final class IteratorCursor<E> implements ExampleSource.Cursor<E> {
    private final Iterator<? extends E> examples;
    private long number = -1;

    IteratorCursor(Iterator<? extends E> examples) {
        this.examples = examples;
    }

    @Override
    public E next() {
        if (!examples.hasNext()) {
            return null;
        }
        number++;
        E example = examples.next();
        if (example == null) {
            throw new DataException(place() + ": is null");
        }
        return example;
    }

    @Override
    public String place() {
        return "example " + number;
    }

    @Override
    public void close() {}
}
