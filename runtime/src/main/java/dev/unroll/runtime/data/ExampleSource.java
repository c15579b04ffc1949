package dev.unroll.runtime.data;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Examples that are read again for every pass instead of being held in memory. Every pass must give the same examples in the same
 * order; a training checks that and refuses a source that has changed.
 *
 * <pre>{@code
 * ExampleSource<Mail.Example> mails = ExampleSource.csv(Path.of("mails.csv"), row ->
 *     new Mail.Example(row.text("subject"), row.flag("kind", "spam", "ham")));
 * model.train(mails.withBuffer(50_000));
 * }</pre>
 *
 * @param <E> one example
 */
@FunctionalInterface
public interface ExampleSource<E> {
    /** Examples that a training shuffles together unless {@link #withBuffer} says otherwise. */
    int DEFAULT_BUFFER = 10_000;

    /**
     * Begins a pass. The caller closes the cursor.
     *
     * @throws DataException when the data cannot be opened; names the file
     */
    Cursor<E> open();

    /** One pass over a source. */
    interface Cursor<E> extends AutoCloseable {
        /**
         * The next example; null after the last.
         *
         * @throws DataException when it cannot be read or made; names file and line
         */
        E next();

        /** Where the example read last stands, for messages: {@code mails.csv: line 17}, or {@code example 17} (from 0). */
        String place();

        @Override
        void close();
    }

    /** How many examples a training holds at once to shuffle them. */
    default int buffer() {
        return DEFAULT_BUFFER;
    }

    /**
     * The same examples with another shuffle buffer. A larger one mixes better and takes more memory; data that fits in it is
     * shuffled as if it had been given as a list.
     *
     * @param examples at least 1
     */
    default ExampleSource<E> withBuffer(int examples) {
        return new BufferedSource<>(this, examples);
    }

    /** What is given for each example of this source; a failure of {@code each} becomes an error that names the place. */
    default <F> ExampleSource<F> map(Function<? super E, ? extends F> each) {
        return new BufferedSource<>(() -> new MappedCursor<>(open(), each), buffer());
    }

    /** One pass as a stream, for prediction. Closing the stream closes the pass, as reaching its end does. */
    default Stream<E> stream() {
        return SourceStream.of(open());
    }

    /** Examples of a collection, or of anything that can be iterated over again and again. */
    static <E> ExampleSource<E> of(Iterable<? extends E> examples) {
        return () -> new IteratorCursor<>(examples.iterator());
    }

    /** The lines of text files, one file after the other, without their ends; empty lines included. Files are read as by {@link TextLines}. */
    static ExampleSource<String> lines(Path... files) {
        return joined(Stream.of(files)
                .map(file -> (ExampleSource<String>) () -> new LineCursor(TextLines.open(file)))
                .toList());
    }

    /** {@link #csv(Path, char, Function)} for fields separated by commas. */
    static <E> ExampleSource<E> csv(Path file, Function<CsvRow, ? extends E> each) {
        return csv(file, ',', each);
    }

    /**
     * The rows of a CSV file, which is read as by {@link CsvTable} but never held whole.
     *
     * @param each makes an example of a row; what it throws becomes an error that names file and line
     */
    static <E> ExampleSource<E> csv(Path file, char separator, Function<CsvRow, ? extends E> each) {
        return () -> new MappedCursor<>(CsvCursor.open(file, separator), each);
    }

    /** Several sources, such as one for each of several files, one after the other; each is opened when its turn comes. */
    static <E> ExampleSource<E> joined(List<? extends ExampleSource<? extends E>> sources) {
        List<? extends ExampleSource<? extends E>> all = List.copyOf(sources);
        return () -> new JoinedCursor<E>(all);
    }
}
