package dev.unroll.compiler.diagnostics;

import java.util.Locale;

/** How grave a diagnostic is. Only errors stop the compilation. */
public enum Severity {
    /** The file means nothing until this is mended. */
    ERROR,
    /** The file has a meaning, but probably not the one intended. */
    WARNING,
    /** Worth knowing, for example about speed. */
    NOTE;

    /** The word messages begin with. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
