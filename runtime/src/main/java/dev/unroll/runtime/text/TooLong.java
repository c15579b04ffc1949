package dev.unroll.runtime.text;

/** What happens to a text of more tokens than its axis has room for. */
public enum TooLong {
    /** It is an error that names the example. */
    REFUSE,
    /** Its first tokens are kept. */
    KEEP_FIRST,
    /** Its last tokens are kept. */
    KEEP_LAST
}
