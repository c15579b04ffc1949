package dev.unroll.runtime.train;

import java.util.Optional;

/**
 * Back-propagation through time over stretches of {@code steps} steps.
 *
 * <p>With {@code carryState} all examples are joined to one stream; the stream is cut into as many equal pieces as a batch has rows,
 * and the pieces run side by side, a stretch at a time. States of recurrent layers, not their gradients, are handed from stretch to
 * stretch; they start anew with each epoch, each example and after each token {@code resetAt}. Without it, every stretch of an example
 * is an example of its own.
 *
 * @param resetAt a token of the input that has a vocabulary
 */
public record Truncated(int steps, boolean carryState, Optional<String> resetAt) {
    public Truncated {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, not " + steps);
        }
        if (resetAt.isPresent() && !carryState) {
            throw new IllegalArgumentException("without carried states there is nothing to reset");
        }
    }

    @Override
    public String toString() {
        return "truncated(steps = " + steps + ", carry_state = " + carryState
                + resetAt.map(token -> ", reset_at = \"" + token + "\"").orElse("") + ")";
    }
}
