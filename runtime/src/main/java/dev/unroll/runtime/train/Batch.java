package dev.unroll.runtime.train;

import java.util.Optional;

/** What one step of a training is made of. */
public sealed interface Batch {
    /** So many examples, the last batch of an epoch the rest; of a stream, so many pieces side by side. */
    record Examples(int count) implements Batch {
        public Examples {
            atLeast1(count);
        }

        @Override
        public String toString() {
            return Integer.toString(count);
        }
    }

    /**
     * As many examples as have at most {@code count} steps together; a longer example stands alone.
     *
     * @param bucketBy the input whose similar lengths go together; empty for any lengths
     */
    record Tokens(int count, Optional<String> bucketBy) implements Batch {
        public Tokens {
            atLeast1(count);
        }

        @Override
        public String toString() {
            return "tokens(" + count
                    + bucketBy.map(input -> ", bucket_by = length(" + input + ")")
                            .orElse("") + ")";
        }
    }

    private static void atLeast1(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("batch must be at least 1, not " + count);
        }
    }
}
