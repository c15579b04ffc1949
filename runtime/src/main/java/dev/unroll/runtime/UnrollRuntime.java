package dev.unroll.runtime;

/** The runtime's version, as generated code sees it. */
public final class UnrollRuntime {
    /** Number of the interface between generated code and this runtime; it grows when old generated code would not run. */
    public static final int API = 1;

    private UnrollRuntime() {}

    /**
     * Called by every generated class before anything else.
     *
     * @param generatedFor the {@link #API} of the compiler that wrote the class
     * @throws IllegalStateException when this runtime cannot run the class; the message says which side to update
     */
    public static void requireApi(int generatedFor) {
        if (generatedFor != API) {
            throw new IllegalStateException(message(generatedFor));
        }
    }

    private static String message(int generatedFor) {
        String advice = generatedFor > API
                ? "use the unroll-runtime of the same version as unroll-maven-plugin."
                : "rebuild the model (mvn clean compile) with the unroll-maven-plugin of the same version as unroll-runtime.";
        return "This model class was generated for runtime interface " + generatedFor
                + ", but unroll-runtime on the class path has " + API + ": " + advice;
    }
}
