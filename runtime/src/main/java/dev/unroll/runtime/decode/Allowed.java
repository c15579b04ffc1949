package dev.unroll.runtime.decode;

/** What rules let a hypothesis go on with. Asked for every token of every step, so that it makes nothing. */
final class Allowed {
    private final DecodeRules rules;
    private final boolean[] banned;

    /** Among {@code choices} tokens. */
    Allowed(DecodeRules rules, int choices) {
        this.rules = rules;
        this.banned = new boolean[choices];
        for (int token : rules.banned()) {
            if (token >= 0 && token < choices) {
                banned[token] = true;
            }
        }
    }

    /** Whether {@code token} ends an output. */
    boolean isEnd(int token) {
        return token == rules.end();
    }

    /** Whether {@code token} may follow the tokens of {@code node}. */
    boolean follows(Node node, int token) {
        if (isEnd(token)) {
            return node.length() >= rules.minLength();
        }
        return !banned[token] && (rules.noRepeat() == 0 || !node.wouldRepeat(token, rules.noRepeat()));
    }
}
