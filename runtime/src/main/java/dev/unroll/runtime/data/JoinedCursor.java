package dev.unroll.runtime.data;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** One pass over several sources, one after the other; one of them is open at a time. */
final class JoinedCursor<E> implements ExampleSource.Cursor<E> {
    private final Iterator<? extends ExampleSource<? extends E>> left;
    private Optional<ExampleSource.Cursor<? extends E>> open = Optional.empty();

    JoinedCursor(List<? extends ExampleSource<? extends E>> sources) {
        left = sources.iterator();
    }

    @Override
    public E next() {
        while (true) {
            if (open.isEmpty()) {
                if (!left.hasNext()) {
                    return null;
                }
                open = Optional.of(left.next().open());
            }
            E example = open.get().next();
            if (example != null) {
                return example;
            }
            close();
        }
    }

    @Override
    public String place() {
        return open.map(ExampleSource.Cursor::place).orElse("no example");
    }

    @Override
    public void close() {
        open.ifPresent(ExampleSource.Cursor::close);
        open = Optional.empty();
    }
}
