package dev.unroll.compiler.diagnostics;

/** The compiler contradicted itself: never the user's fault, and never used for something a user wrote. */
public final class CompilerBug extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports a contradiction.
     *
     * @param stage the stage or pass at fault
     * @param fact what was found
     */
    public CompilerBug(String stage, String fact) {
        super(stage + ": " + fact);
    }

    /**
     * Reports a contradiction noticed through another exception.
     *
     * @param stage the stage or pass at fault
     * @param fact what was found
     * @param cause how it came to light
     */
    public CompilerBug(String stage, String fact, Throwable cause) {
        super(stage + ": " + fact, cause);
    }
}
