package dev.unroll.runtime.decode;

import java.util.Optional;

/**
 * How outputs of a decoder are searched for: what a {@code decode} block says.
 *
 * @param beam of a search; exactly one of beam and sampling is there
 * @param sampling of drawing
 * @param limit how long an output can get
 * @param minLength tokens that an output has at least, unless the limit is less
 * @param noRepeat no output has the same run of this many tokens twice; 0 for any
 * @param unknown whether outputs may have the token that stands for all unknown ones; what is left is not made to sum to 1 then
 * @param attention whose weights are given and coverage counts, by its name in the decoder; empty for the first
 */
public record DecodeSpec(
        Optional<Beam> beam,
        Optional<Sampling> sampling,
        Limit limit,
        int minLength,
        int noRepeat,
        boolean unknown,
        Optional<String> attention) {
    /**
     * The most tokens of an output, {@code perStep * length(input) + more}.
     *
     * @param input whose length counts; empty for none
     */
    public record Limit(double perStep, String input, int more) {
        public Limit {
            boolean grows = perStep > 0 && !input.isEmpty();
            if (!(perStep >= 0 && perStep <= 1000) || more < 0 || (!grows && more < 1)) {
                throw new IllegalArgumentException(
                        "a limit of " + perStep + " * length(" + input + ") + " + more + " tokens");
            }
        }

        /** At most so many, whatever the input. */
        public static Limit of(int tokens) {
            return new Limit(0, "", tokens);
        }

        /** For an input of so many steps; at least 1. */
        public int tokens(int steps) {
            return (int) Math.max(1, Math.min(1 << 30, Math.floor(perStep * steps) + more));
        }
    }

    public DecodeSpec {
        if (beam.isPresent() == sampling.isPresent()) {
            throw new IllegalArgumentException("outputs are either searched for or drawn");
        }
    }

    /** The most probable token at every step. */
    public static DecodeSpec greedy(Limit limit) {
        return search(Beam.greedy(), limit);
    }

    /** A beam search without further rules. */
    public static DecodeSpec search(Beam beam, Limit limit) {
        return new DecodeSpec(Optional.of(beam), Optional.empty(), limit, 0, 0, false, Optional.empty());
    }

    /** Drawing without further rules. */
    public static DecodeSpec draw(Sampling sampling, Limit limit) {
        return new DecodeSpec(Optional.empty(), Optional.of(sampling), limit, 0, 0, false, Optional.empty());
    }

    /** The same with a search in place of whatever there is. */
    public DecodeSpec with(Beam other) {
        return new DecodeSpec(Optional.of(other), Optional.empty(), limit, minLength, noRepeat, unknown, attention);
    }

    /** The same with drawing in place of whatever there is. */
    public DecodeSpec with(Sampling other) {
        return new DecodeSpec(Optional.empty(), Optional.of(other), limit, minLength, noRepeat, unknown, attention);
    }

    public DecodeSpec with(Limit other) {
        return new DecodeSpec(beam, sampling, other, minLength, noRepeat, unknown, attention);
    }

    public DecodeSpec withMinLength(int tokens) {
        return new DecodeSpec(beam, sampling, limit, tokens, noRepeat, unknown, attention);
    }

    public DecodeSpec withNoRepeat(int tokens) {
        return new DecodeSpec(beam, sampling, limit, minLength, tokens, unknown, attention);
    }

    public DecodeSpec withUnknown(boolean allowed) {
        return new DecodeSpec(beam, sampling, limit, minLength, noRepeat, allowed, attention);
    }

    /** The same with the weights of another attention, such as {@code context}. */
    public DecodeSpec withAttention(String name) {
        return new DecodeSpec(beam, sampling, limit, minLength, noRepeat, unknown, Optional.of(name));
    }

    /** Hypotheses kept for each input. */
    public int width() {
        return beam.map(Beam::width).orElse(1);
    }
}
