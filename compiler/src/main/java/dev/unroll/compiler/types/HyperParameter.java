package dev.unroll.compiler.types;

/**
 * A hyper-parameter with the value this build was compiled with.
 *
 * @param integer whether it was declared {@code int}; otherwise {@code float}
 * @param doc text of its {@code ///} comment, empty when there is none
 */
public record HyperParameter(String name, boolean integer, double value, String doc) {
    /** The value as the user would write it: {@code 50}, {@code 0.1}. */
    public String text() {
        return integer ? Long.toString(Math.round(value)) : Double.toString(value);
    }
}
