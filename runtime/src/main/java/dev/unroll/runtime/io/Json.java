package dev.unroll.runtime.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of JSON (RFC 8259) that a file header needs: objects, strings, arrays and whole numbers from 0. Everything else,
 * duplicate keys and deep nesting included, is refused. Values are {@code Map<String, Object>}, {@code String}, {@code
 * List<Object>} and {@code Long}.
 */
final class Json {
    private static final int MAX_DEPTH = 4;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Text that is no such JSON; the message says where. */
    static final class FormatException extends Exception {
        private static final long serialVersionUID = 1L;

        FormatException(String message) {
            super(message);
        }
    }

    /** Reads one object, which blanks may follow. */
    static Map<String, Object> parse(String text) throws FormatException {
        Json json = new Json(text);
        Map<String, Object> object = json.object(0);
        json.blanks();
        if (json.at < text.length()) {
            throw json.wrong("text after the end");
        }
        return object;
    }

    private Map<String, Object> object(int depth) throws FormatException {
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        blanks();
        if (peek() == '}') {
            at++;
            return members;
        }
        do {
            blanks();
            String key = string();
            blanks();
            expect(':');
            if (members.put(key, value(depth + 1)) != null) {
                throw wrong("key \"" + key + "\" twice");
            }
            blanks();
        } while (more('}'));
        return members;
    }

    private List<Object> array(int depth) throws FormatException {
        List<Object> elements = new ArrayList<>();
        expect('[');
        blanks();
        if (peek() == ']') {
            at++;
            return elements;
        }
        do {
            elements.add(value(depth + 1));
            blanks();
        } while (more(']'));
        return elements;
    }

    /** Passes a comma (true) or the end sign (false). */
    private boolean more(char end) throws FormatException {
        if (peek() == end) {
            at++;
            return false;
        }
        expect(',');
        return true;
    }

    private Object value(int depth) throws FormatException {
        if (depth > MAX_DEPTH) {
            throw wrong("nested deeper than " + MAX_DEPTH);
        }
        blanks();
        char c = peek();
        if (c == '{') {
            return object(depth);
        }
        if (c == '[') {
            return array(depth);
        }
        return c == '"' ? string() : (Object) number();
    }

    private Long number() throws FormatException {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String digits = text.substring(from, at);
        if (digits.isEmpty() || digits.length() > 18 || (digits.length() > 1 && digits.startsWith("0"))) {
            throw wrong("a whole number from 0 expected");
        }
        return Long.valueOf(digits);
    }

    private String string() throws FormatException {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return value.toString();
            }
            if (c < ' ') {
                throw wrong("control character in a string");
            }
            value.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() throws FormatException {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> codeUnit();
            default -> throw wrong("unknown escape");
        };
    }

    private char codeUnit() throws FormatException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = peek() > 'f' ? -1 : Character.digit(peek(), 16);
            if (digit < 0) {
                throw wrong("four hexadecimal digits expected");
            }
            code = code * 16 + digit;
            at++;
        }
        return (char) code;
    }

    private void blanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws FormatException {
        if (at >= text.length()) {
            throw wrong("text ends early");
        }
        return text.charAt(at);
    }

    private void expect(char c) throws FormatException {
        if (peek() != c) {
            throw wrong("'" + c + "' expected");
        }
        at++;
    }

    private FormatException wrong(String what) {
        return new FormatException(what + " at character " + at);
    }

    /** Writes a value; keys in the map's order, ASCII only. */
    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            char separator = '{';
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator);
                write(entry.getKey(), out);
                out.append(':');
                write(entry.getValue(), out);
                separator = ',';
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            char separator = '[';
            for (Object element : list) {
                out.append(separator);
                write(element, out);
                separator = ',';
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof String string) {
            quote(string, out);
        } else {
            out.append(value);
        }
    }

    private static void quote(String string, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
