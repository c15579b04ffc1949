package dev.unroll.compiler.emit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Java names of one scope, made from hints of the IR: {@code lstm1_h} becomes {@code lstm1H}, a second one {@code lstm1H2}. */
final class Names {
    private final Set<String> taken = new HashSet<>();
    private final Map<Object, String> byKey = new HashMap<>();

    /** A scope in which {@code reserved} names are taken. */
    Names(String... reserved) {
        for (String name : reserved) {
            take(name);
        }
    }

    /** A scope that also knows the names taken in {@code outer}, as they are now. */
    Names(Names outer) {
        taken.addAll(outer.taken);
    }

    /** A fresh lowerCamel name. */
    String fresh(String hint) {
        return unique(lowerCamel(hint));
    }

    /** A fresh UPPER_SNAKE name. */
    String freshConstant(String hint) {
        return unique(upperSnake(hint));
    }

    /** The name of {@code key}, made from {@code hint} when it has none yet. */
    String of(Object key, String hint) {
        String name = byKey.get(key);
        if (name == null) {
            name = fresh(hint);
            byKey.put(key, name);
        }
        return name;
    }

    private String unique(String name) {
        String candidate = name;
        boolean digit = Character.isDigit(name.charAt(name.length() - 1));
        for (int i = 2; !take(candidate); i++) {
            candidate = name + (digit ? "_" : "") + i;
        }
        return candidate;
    }

    private boolean take(String name) {
        return !SourceVersion.isKeyword(name, SourceVersion.RELEASE_17) && taken.add(name);
    }

    /** {@code lstm1_h} as {@code lstm1H}; characters that are not of ASCII names are left out. */
    static String lowerCamel(String hint) {
        StringBuilder out = new StringBuilder();
        boolean up = false;
        for (int i = 0; i < hint.length(); i++) {
            char c = hint.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            if (letter || digit) {
                boolean upper = up && out.length() > 0;
                out.append(upper ? String.valueOf(c).toUpperCase(Locale.ROOT) : String.valueOf(c));
                up = false;
            } else {
                up = true;
            }
        }
        if (out.length() == 0 || Character.isDigit(out.charAt(0))) {
            out.insert(0, 'v');
        }
        out.setCharAt(0, String.valueOf(out.charAt(0)).toLowerCase(Locale.ROOT).charAt(0));
        return out.toString();
    }

    /** {@code lstm1Step} and {@code lstm1_step} as {@code LSTM1_STEP}. */
    static String upperSnake(String hint) {
        if (hint.matches("[A-Z][A-Z0-9_]*")) {
            return hint;
        }
        return lowerCamel(hint)
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toUpperCase(Locale.ROOT);
    }

    /** With a capital in front, for joining. */
    static String upperCamel(String hint) {
        String lower = lowerCamel(hint);
        return lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
    }

    /** Everything a generated class must not shadow. */
    static List<String> functions() {
        return List.of(
                "add",
                "sub",
                "mul",
                "div",
                "max",
                "min",
                "neg",
                "abs",
                "sign",
                "step",
                "exp",
                "log",
                "sqrt",
                "tanh",
                "sigmoid",
                "relu",
                "elu",
                "gelu",
                "softplus",
                "softsign",
                "hardSigmoid",
                "erf");
    }
}
