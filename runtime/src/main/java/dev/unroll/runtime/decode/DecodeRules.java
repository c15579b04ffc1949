package dev.unroll.runtime.decode;

import java.util.Set;

/**
 * What every output keeps, however it is searched for.
 *
 * @param start what the first step goes on from; no part of the output
 * @param end ends an output; no part of it
 * @param banned tokens that no output has, such as padding and unknown
 * @param minLength tokens that an output has at least; an end does not come before
 * @param noRepeat no output has the same run of this many tokens twice; 0 for any
 */
public record DecodeRules(int start, int end, Set<Integer> banned, int minLength, int noRepeat) {
    public DecodeRules {
        banned = Set.copyOf(banned);
        if (banned.contains(end)) {
            throw new IllegalArgumentException("the token " + end + " ends an output and is banned");
        }
        if (minLength < 0 || noRepeat < 0) {
            throw new IllegalArgumentException("a length of " + Math.min(minLength, noRepeat));
        }
    }

    /** Any output. */
    public static DecodeRules of(int start, int end) {
        return new DecodeRules(start, end, Set.of(), 0, 0);
    }

    public DecodeRules withBanned(Set<Integer> tokens) {
        return new DecodeRules(start, end, tokens, minLength, noRepeat);
    }

    public DecodeRules withMinLength(int tokens) {
        return new DecodeRules(start, end, banned, tokens, noRepeat);
    }

    public DecodeRules withNoRepeat(int tokens) {
        return new DecodeRules(start, end, banned, minLength, tokens);
    }
}
