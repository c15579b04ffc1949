package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.ExampleSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One pass over a source, a block of examples at a time; each block is compared with what the first pass saw. */
final class SourcePass<E> implements AutoCloseable {
    /** Examples that are read and compared together. */
    static final int BLOCK = 256;

    private final SourceColumns<E> columns;
    private final SourceDigest digest;
    private final ExampleSource.Cursor<E> cursor;
    private int blocks;
    private int read;
    private Optional<Block<E>> block = Optional.empty();
    private int at; // in the block
    private boolean ended;

    /**
     * Begins a pass.
     *
     * @param digest of the first pass, or new for the first
     */
    SourcePass(SourceColumns<E> columns, SourceDigest digest) {
        this.columns = columns;
        this.digest = digest;
        this.cursor = columns.source().open();
    }

    /**
     * Examples that follow one another.
     *
     * @param first position of the first one in the source, from 0
     */
    record Block<E>(int first, List<E> examples, List<Column> inputs, List<Column> targets) {}

    /**
     * The next block; empty after the last.
     *
     * @throws DataException when the source cannot be read or has changed since the first pass
     */
    Optional<Block<E>> block() {
        List<E> examples = new ArrayList<>(BLOCK);
        while (!ended && examples.size() < BLOCK) {
            E example = cursor.next();
            if (example == null) {
                ended = true;
            } else {
                examples.add(example);
            }
        }
        int first = read;
        if (first > Integer.MAX_VALUE - 2 * BLOCK) {
            throw new DataException("a source of more than " + first + " examples; a training takes no more");
        }
        read += examples.size();
        if (examples.isEmpty()) {
            digest.end(read);
            return Optional.empty();
        }
        Block<E> next = columns.attempt(
                examples,
                k -> first + k,
                some -> new Block<>(
                        first,
                        List.copyOf(some),
                        columns.inputs().apply(some),
                        columns.targets().apply(some)));
        digest.block(blocks++, first, examples.size(), next.inputs(), next.targets());
        return Optional.of(next);
    }

    /** The next example; null after the last. */
    E next() {
        if (block.isEmpty() || at == block.get().examples().size()) {
            block = block();
            at = 0;
            if (block.isEmpty()) {
                return null;
            }
        }
        return block.get().examples().get(at++);
    }

    /** Position of the example that {@link #next} gave last, from 0. */
    int position() {
        return block.orElseThrow().first() + at - 1;
    }

    /** Reads what is left and compares it too. */
    void finish() {
        block = Optional.empty();
        while (block().isPresent()) {
            at = 0;
        }
    }

    /** How many examples have been read. */
    int read() {
        return read;
    }

    @Override
    public void close() {
        cursor.close();
    }
}
