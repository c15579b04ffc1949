package dev.unroll.runtime.data;

/** A source with a shuffle buffer of its own. */
record BufferedSource<E>(ExampleSource<E> source, int buffer) implements ExampleSource<E> {
    BufferedSource {
        if (buffer < 1) {
            throw new IllegalArgumentException("a shuffle buffer holds at least 1 example, not " + buffer);
        }
    }

    @Override
    public Cursor<E> open() {
        return source.open();
    }
}
