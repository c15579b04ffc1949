package dev.unroll.compiler.types;

/**
 * Leaves a statement whose fault has been reported, so that checking goes on with the next one. Never leaves this package.
 */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused() {
        super("reported", null, false, false);
    }
}
