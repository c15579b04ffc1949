package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.random.CounterRandom;
import java.util.Arrays;
import java.util.List;

/** What the first pass over a source saw, a few bytes for each block of examples, so that later passes can be compared with it. */
final class SourceDigest {
    private static final String REMEDY = ". A source must give the same examples in the same order on every pass; read"
            + " files that nobody writes to, or train on a list";

    private long[] blocks = new long[16];
    private int count;
    private long examples;
    private boolean complete;

    /** Takes or compares the next block of a pass. */
    void block(int block, long first, int size, List<Column> inputs, List<Column> targets) {
        long digest = CounterRandom.mix(size);
        for (List<Column> columns : List.of(inputs, targets)) {
            for (Column column : columns) {
                digest = add(digest, column);
            }
        }
        if (complete) {
            if (block >= count || blocks[block] != digest) {
                throw new DataException("the source has changed: examples " + first + " to " + (first + size - 1)
                        + " are not what they were when it was read first, or there are more or fewer" + REMEDY);
            }
            return;
        }
        if (count == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * count);
        }
        blocks[count++] = digest;
        examples += size;
    }

    /** The end of a pass that has seen so many examples. */
    void end(long seen) {
        if (complete && seen != examples) {
            throw new DataException("the source has changed: it had " + examples
                    + " examples when it was read first, and now it has " + seen + REMEDY);
        }
        complete = true;
    }

    /** One number for all of it. */
    long total() {
        long sum = examples;
        for (int b = 0; b < count; b++) {
            sum = CounterRandom.mix(sum + blocks[b]);
        }
        return sum;
    }

    private static long add(long digest, Column column) {
        long sum = digest;
        if (column instanceof Column.Numbers numbers) {
            sum = DataDigest.rows(sum, numbers.values());
        } else if (column instanceof Column.FlagSequences flags) {
            for (boolean[] row : flags.flags()) {
                sum = CounterRandom.mix(sum + Arrays.hashCode(row));
            }
        } else {
            // Hash codes of strings, lists of strings and Booleans are the same everywhere.
            for (Object example : examples(column)) {
                sum = CounterRandom.mix(sum + example.hashCode());
            }
        }
        return sum;
    }

    private static List<?> examples(Column column) {
        if (column instanceof Column.Texts texts) {
            return texts.texts();
        }
        if (column instanceof Column.Tokens tokens) {
            return tokens.tokens();
        }
        if (column instanceof Column.Labels labels) {
            return labels.labels();
        }
        if (column instanceof Column.LabelSequences labels) {
            return labels.labels();
        }
        if (column instanceof Column.Flags flags) {
            return flags.flags();
        }
        throw new IllegalArgumentException("no digest of " + column);
    }
}
