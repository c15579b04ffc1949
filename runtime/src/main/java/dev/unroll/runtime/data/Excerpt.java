package dev.unroll.runtime.data;

/** Text from data or files as it is shown in messages: quoted, on one line, short, and harmless to a terminal. */
public final class Excerpt {
    /** Most characters shown. */
    public static final int LENGTH = 60;

    private Excerpt() {}

    /** The text in double quotes; what cannot be printed as its code point, the rest after {@value #LENGTH} left out. */
    public static String of(String text) {
        return cut(text, LENGTH, true);
    }

    /** The text without quotes, on one line, at most {@code most} of its characters. */
    public static String line(String text, int most) {
        return cut(text, most, false);
    }

    private static String cut(String text, int most, boolean quoted) {
        StringBuilder shown = new StringBuilder(quoted ? "\"" : "");
        int at = 0;
        for (int n = 0; at < text.length() && n < most; n++) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (quoted && (c == '"' || c == '\\')) {
                shown.append('\\');
            }
            append(c, shown);
        }
        shown.append(quoted ? "\"" : "");
        return shown.append(at < text.length() ? "… (" + text.length() + " characters)" : "")
                .toString();
    }

    private static void append(int c, StringBuilder shown) {
        switch (c) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> appendOther(c, shown);
        }
    }

    private static void appendOther(int c, StringBuilder shown) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> shown.append(String.format("\\u{%x}", c));
            default -> shown.appendCodePoint(c);
        }
    }
}
