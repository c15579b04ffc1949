package dev.unroll.runtime.decode;

import java.util.List;

/**
 * The outputs to be found for one input.
 *
 * @param limit most tokens of an output, the end not counted; at least 1
 * @param prefix tokens that the output begins with, at most as many as the limit; their probability counts
 */
public record Task(int limit, List<Integer> prefix) {
    public Task {
        prefix = List.copyOf(prefix);
        if (limit < 1 || prefix.size() > limit) {
            throw new IllegalArgumentException(
                    "a limit of " + limit + " tokens, with " + prefix.size() + " given ones");
        }
    }

    /** An output of at most this many tokens. */
    public static Task of(int limit) {
        return new Task(limit, List.of());
    }
}
