package dev.unroll.compiler.ir;

/** What names in the IR look like: {@code [A-Za-z][A-Za-z0-9_]*}, so that they print, parse and reach Java unquoted. */
final class Names {
    private Names() {}

    static void require(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("'" + name + "' is not a name of the IR");
        }
    }

    private static boolean isName(String text) {
        if (text.isEmpty() || !isLetter(text.charAt(0))) {
            return false;
        }
        return text.chars().allMatch(c -> isLetter(c) || c == '_' || (c >= '0' && c <= '9'));
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
