package dev.unroll.runtime.decode;

/**
 * Tokens by falling log-probability, equally probable ones by rising number. They are sorted only as far as they are asked for: a
 * heap, whose first ones go to its end one after the other.
 */
final class Ranking {
    private final long[] keys;
    private int size;
    private int left;

    /**
     * Room for tokens.
     *
     * @param most that are ever ranked
     */
    Ranking(int most) {
        keys = new long[most];
    }

    void clear() {
        size = 0;
    }

    /** Takes a token; to be followed by {@link #arrange} after the last. */
    void add(int token, float log) {
        // the bits of floats from the smallest to the greatest, as signed integers; + 0 makes one of both zeros
        int bits = Float.floatToRawIntBits(log + 0.0f);
        int rising = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        keys[size++] = ((long) ~rising << 32) | token;
    }

    void arrange() {
        left = size;
        for (int root = size / 2 - 1; root >= 0; root--) {
            sink(root);
        }
    }

    /** How many tokens there are. */
    int size() {
        return size;
    }

    /** The token of a place, 0 for the most probable one. */
    int token(int place) {
        while (size - left <= place) {
            long first = keys[0];
            left--;
            keys[0] = keys[left];
            keys[left] = first;
            sink(0);
        }
        return (int) keys[size - 1 - place];
    }

    /** All tokens, in no order that means anything. */
    int any(int i) {
        return (int) keys[i];
    }

    private void sink(int root) {
        long key = keys[root];
        int at = root;
        for (int child = 2 * at + 1; child < left; child = 2 * at + 1) {
            if (child + 1 < left && keys[child + 1] < keys[child]) {
                child++;
            }
            if (keys[child] >= key) {
                break;
            }
            keys[at] = keys[child];
            at = child;
        }
        if (at < left) {
            keys[at] = key;
        }
    }
}
