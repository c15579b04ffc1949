package dev.unroll.runtime.text;

/** What happens to a text without a token. */
public enum EmptyText {
    /** It is an error that names the example. */
    REFUSE,
    /** It becomes one unknown token. */
    UNKNOWN
}
