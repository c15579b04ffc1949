package dev.unroll.compiler.emit;

import com.palantir.javapoet.CodeBlock;

/**
 * The only way by which text of a {@code .rnn} file, and numbers, become Java source: as comments of harmless characters, as
 * escaped string literals, as literals that do not depend on the locale. No backslash followed by {@code u} can come out of it,
 * since Java decodes those before anything else, in comments too.
 */
public final class JavaText {
    private static final String HARMLESS = " _.,:()-";
    private static final String HARMLESS_IN_JAVADOC = HARMLESS + ";+=?!'[]%";

    /** Characters added to one string: javac goes as deep into itself as a sum is long, so a long one is a sum of sums. */
    private static final int LONGEST_SUM = 200;

    private JavaText() {}

    /** Text for a comment: every character but letters, digits and a few signs becomes a blank; blanks do not repeat. */
    public static String comment(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean blank = !isLetterOrDigit(c) && HARMLESS.indexOf(c) < 0;
            char safe = blank ? ' ' : c;
            boolean repeated = safe == ' ' && (out.length() == 0 || out.charAt(out.length() - 1) == ' ');
            if (!repeated) {
                out.append(safe);
            }
        }
        return out.toString().stripTrailing();
    }

    /**
     * Text for a Javadoc comment, with its meaning kept: what is not harmless there becomes a numeric character reference, so no
     * end of comment, no tag and no HTML of the user's comes through. Line breaks become blanks.
     */
    public static String javadoc(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.strip().codePoints().forEach(c -> {
            if (c == '\n' || c == '\r' || c == '\t') {
                out.append(' ');
            } else if (c < 0x7F && (isLetterOrDigit((char) c) || HARMLESS_IN_JAVADOC.indexOf(c) >= 0)) {
                out.append((char) c);
            } else {
                out.append("&#").append(c).append(';');
            }
        });
        return out.toString();
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** A string literal with its quotes; everything outside printable ASCII is written in octal or by character codes. */
    public static CodeBlock string(String text) {
        StringBuilder out = new StringBuilder("\"");
        boolean open = true;
        int sum = 0;
        boolean grouped = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean wide = c > 0xFF;
            if (wide && sum == LONGEST_SUM) {
                out.append(open ? "\"" : "").append(") + (\"");
                open = true;
                sum = 0;
                grouped = true;
            }
            if (wide) {
                sum++;
                out.append(open ? "\" + (char) " : " + (char) ").append((int) c);
                open = false;
                continue;
            }
            if (!open) {
                out.append(" + \"");
                open = true;
            }
            boolean plain = c >= ' ' && c < 0x7F && c != '"' && c != '\\';
            if (plain) {
                out.append(c);
            } else {
                out.append('\\')
                        .append((char) ('0' + (c >> 6)))
                        .append((char) ('0' + (c >> 3 & 7)))
                        .append((char) ('0' + (c & 7)));
            }
        }
        out.append(open ? "\"" : "");
        return CodeBlock.of("$L", grouped ? "(" + out + ")" : out.toString());
    }

    /** A {@code float} literal, the nearest to {@code value}. */
    static String floatLiteral(double value) {
        float f = (float) value;
        if (Float.isNaN(f)) {
            return "Float.NaN";
        }
        if (Float.isInfinite(f)) {
            return f > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
        }
        return shortened(Float.toString(f)) + "f";
    }

    /** A {@code double} literal. */
    public static String doubleLiteral(double value) {
        if (Double.isNaN(value)) {
            return "Double.NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY";
        }
        return Double.toString(value);
    }

    /** A literal for a parameter of type {@code double}, as short as exact: {@code 0}, {@code 0.1}. */
    static String number(double value) {
        String literal = doubleLiteral(value);
        // "-0" would be an int and lose its sign
        return literal.startsWith("-") ? literal : shortened(literal);
    }

    private static String shortened(String literal) {
        return literal.endsWith(".0") ? literal.substring(0, literal.length() - 2) : literal;
    }
}
