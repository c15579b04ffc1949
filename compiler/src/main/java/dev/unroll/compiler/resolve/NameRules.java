package dev.unroll.compiler.resolve;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_CASE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_REPEATED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_RESERVED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_SHAPE;

import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.Diagnostics;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules a new name must keep, within one scope. Names reach generated Java and file systems, so some are kept out here
 * once and for all.
 */
public final class NameRules {
    private static final Set<String> JAVA_WORDS = Set.of(
            "_",
            "abstract",
            "assert",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "const",
            "continue",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "false",
            "final",
            "finally",
            "float",
            "for",
            "goto",
            "if",
            "implements",
            "import",
            "instanceof",
            "int",
            "interface",
            "long",
            "native",
            "new",
            "null",
            "package",
            "private",
            "protected",
            "public",
            "return",
            "short",
            "static",
            "strictfp",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "transient",
            "true",
            "try",
            "void",
            "volatile",
            "while");

    /** Types of java.lang that generated code names; a class of the same name in its package would hide them. */
    private static final Set<String> JAVA_TYPES = Set.of(
            "AutoCloseable",
            "Boolean",
            "Byte",
            "Character",
            "Class",
            "Deprecated",
            "Double",
            "Enum",
            "Error",
            "Exception",
            "Float",
            "FunctionalInterface",
            "IllegalArgumentException",
            "IllegalStateException",
            "Integer",
            "Iterable",
            "Long",
            "Math",
            "Number",
            "Object",
            "Override",
            "Record",
            "Runnable",
            "RuntimeException",
            "SafeVarargs",
            "Short",
            "String",
            "StringBuilder",
            "SuppressWarnings",
            "System",
            "Thread",
            "Throwable",
            "Void");

    /** Classes inside of a model's class, where Java allows no other class of that name. */
    private static final Set<String> INSIDE_MODELS = Set.of("Example", "Inputs", "Prediction", "Session");

    private static final Pattern DEVICE = Pattern.compile("(?i)con|prn|aux|nul|com[0-9]|lpt[0-9]");

    /** What a name may look like. */
    public enum Shape {
        /** Begins with a capital: models and cells. */
        CAPITALISED,
        /** Begins with a small letter: layers, values, inputs and outputs. */
        SMALL,
        /** Begins with any letter: weights, states, equations, sizes. */
        ANY
    }

    private final Diagnostics diagnostics;
    private final boolean files;
    private final Map<String, Name> declared = new HashMap<>();

    private NameRules(Diagnostics diagnostics, boolean files) {
        this.diagnostics = diagnostics;
        this.files = files;
    }

    /** For names that become file names, which some systems compare without regard to case. */
    public static NameRules ofFiles(Diagnostics diagnostics) {
        return new NameRules(diagnostics, true);
    }

    /** For names inside a block. */
    public static NameRules ofNames(Diagnostics diagnostics) {
        return new NameRules(diagnostics, false);
    }

    /**
     * Takes a new name into the scope and reports every rule it breaks.
     *
     * @param what the thing named, such as {@code a model}
     * @return whether the name is new; one that breaks a rule about single names counts as new
     */
    public boolean declare(Name name, Shape shape, String what) {
        checkReserved(name, what);
        checkShape(name, shape, what);
        Name earlier = declared.putIfAbsent(files ? name.text().toLowerCase(Locale.ROOT) : name.text(), name);
        if (earlier == null) {
            return true;
        }
        boolean same = earlier.text().equals(name.text());
        diagnostics.report(Diagnostic.of(same ? NAME_REPEATED : NAME_CASE, name.span(), clash(name, earlier, same))
                .withLabel("this is the second")
                .withNote(earlier.span(), "the first is here")
                .withHelp("give one of them another name"));
        return false;
    }

    /** Takes the name of a model into the scope, as {@link #declare}. */
    public boolean declareModel(Name name) {
        if (INSIDE_MODELS.contains(name.text())) {
            reserved(name, "`" + name + "` is the name of a class inside of every model's", "a model");
        }
        return declare(name, Shape.CAPITALISED, "a model");
    }

    /** Takes the name of a label, a constant of an enumeration in Java. */
    public void declareLabel(Name name) {
        if (JAVA_WORDS.contains(name.text())) {
            reserved(name, "`" + name + "` is a word of Java", "a label");
        }
        Name earlier = declared.putIfAbsent(name.text(), name);
        if (earlier != null) {
            diagnostics.report(Diagnostic.of(NAME_REPEATED, name.span(), clash(name, earlier, true))
                    .withNote(earlier.span(), "the first is here")
                    .withHelp("take one of them out"));
        }
    }

    private static String clash(Name name, Name earlier, boolean same) {
        if (!same) {
            return "`" + name + "` and `" + earlier + "` differ only in case";
        }
        String written = earlier.span().text();
        return written.equals(name.text())
                ? "`" + name + "` is declared twice"
                : "`" + name + "` is the name of a class generated for `" + written + "`";
    }

    /** Keeps out a name that is generated for a block: its name and a suffix. */
    public void keepFor(Name name, String suffix) {
        String generated = name.text() + suffix;
        Name earlier = declared.putIfAbsent(generated.toLowerCase(Locale.ROOT), new Name(name.span(), generated));
        if (earlier != null) {
            diagnostics.report(Diagnostic.of(
                            NAME_REPEATED,
                            name.span(),
                            "`" + name + "` needs a class `" + generated + "`, and there is one")
                    .withNote(earlier.span(), "it is named here")
                    .withHelp("give one of them another name"));
        }
    }

    /** Reports a name that Java or a file system keeps for itself. */
    public void checkReserved(Name name, String what) {
        String text = name.text();
        if (JAVA_WORDS.contains(text)) {
            reserved(name, "`" + text + "` is a word of Java", what);
        } else if (DEVICE.matcher(text).matches()) {
            reserved(name, "`" + text + "` is the name of a device on Windows", what);
        } else if (JAVA_TYPES.contains(text)) {
            reserved(name, "`" + text + "` is a class of java.lang", what);
        }
    }

    private void reserved(Name name, String fact, String what) {
        diagnostics.report(Diagnostic.of(NAME_RESERVED, name.span(), fact + " and cannot name " + what)
                .withHelp("choose another name"));
    }

    private void checkShape(Name name, Shape shape, String what) {
        char first = name.text().charAt(0);
        boolean capital = first >= 'A' && first <= 'Z';
        boolean small = first >= 'a' && first <= 'z';
        if (shape == Shape.CAPITALISED && !capital) {
            shapeless(name, "the name of " + what + " begins with a capital letter");
        } else if (shape == Shape.SMALL && !small) {
            shapeless(name, "the name of " + what + " begins with a small letter");
        } else if (!capital && !small) {
            shapeless(name, "the name of " + what + " begins with a letter");
        }
    }

    private void shapeless(Name name, String rule) {
        diagnostics.report(
                Diagnostic.of(
                                NAME_SHAPE,
                                name.span(),
                                rule + ", not with `" + name.text().charAt(0) + "`")
                        .withHelp(
                                "a capital means a block or a layer with new weights, a small letter a value or a named layer"));
    }
}
