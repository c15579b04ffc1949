package dev.unroll.runtime.data;

import java.util.function.Function;

/** One pass over what a function makes of examples. */
final class MappedCursor<E, F> implements ExampleSource.Cursor<F> {
    private final ExampleSource.Cursor<E> cursor;
    private final Function<? super E, ? extends F> each;

    MappedCursor(ExampleSource.Cursor<E> cursor, Function<? super E, ? extends F> each) {
        this.cursor = cursor;
        this.each = each;
    }

    @Override
    public F next() {
        E example = cursor.next();
        if (example == null) {
            return null;
        }
        F made;
        try {
            made = each.apply(example);
        } catch (RuntimeException e) {
            // A row says its place itself.
            if (e instanceof DataException && e.getMessage().startsWith(place())) {
                throw e;
            }
            throw new DataException(place() + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()), e);
        }
        if (made == null) {
            throw new DataException(place() + ": no example was made of it, but null");
        }
        return made;
    }

    @Override
    public String place() {
        return cursor.place();
    }

    @Override
    public void close() {
        cursor.close();
    }
}
