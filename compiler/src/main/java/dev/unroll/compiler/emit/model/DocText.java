package dev.unroll.compiler.emit.model;

/**
 * A user's {@code ///} text as Javadoc. Everything but plain letters, digits and harmless punctuation becomes a numeric
 * character reference: no backslash (Java decodes {@code \}{@code u} before it sees comments), no end of comment, no tag
 * and no HTML of the user's can reach generated source.
 */
final class DocText {
    private static final String HARMLESS = " .,:;()-+=?!'[]%";

    private DocText() {}

    /** {@code text} for a Javadoc comment; {@code otherwise} when it is empty. */
    static String of(String text, String otherwise) {
        return text.isBlank() ? otherwise : of(text.strip());
    }

    /** {@code text} for a Javadoc comment; line breaks become blanks. */
    static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n' || c == '\r' || c == '\t') {
                out.append(' ');
            } else if (c < 128 && (Character.isLetterOrDigit(c) || HARMLESS.indexOf(c) >= 0)) {
                out.append((char) c);
            } else {
                out.append("&#").append(c).append(';');
            }
        });
        return out.toString();
    }
}
