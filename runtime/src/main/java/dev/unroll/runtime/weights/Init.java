package dev.unroll.runtime.weights;

import java.util.Locale;

/**
 * How a weight starts. Fan-in and fan-out are the named weight's own, also where several are stored side by side.
 *
 * @param value of every element, for {@link Rule#CONSTANT}; 0 otherwise
 */
public record Init(Rule rule, double value) {
    /** Where starting values come from. */
    public enum Rule {
        /** One number everywhere. */
        CONSTANT,
        /** Uniform within sqrt(6 / (fan-in + fan-out)) (Glorot, Bengio 2010). */
        GLOROT,
        /** Normal with standard deviation sqrt(2 / fan-in) (He et al. 2015). */
        HE,
        /** Orthonormal rows or columns, whichever are fewer (Saxe et al. 2013). */
        ORTHOGONAL
    }

    public static final Init ZEROS = constant(0);
    public static final Init ONES = constant(1);
    public static final Init GLOROT = new Init(Rule.GLOROT, 0);
    public static final Init HE = new Init(Rule.HE, 0);
    public static final Init ORTHOGONAL = new Init(Rule.ORTHOGONAL, 0);

    public Init {
        if (!Double.isFinite(value) || (rule != Rule.CONSTANT && value != 0)) {
            throw new IllegalArgumentException("a weight cannot start as " + rule + " " + value);
        }
    }

    /**
     * Every element starts as {@code value}.
     *
     * @throws IllegalArgumentException if that is not a finite number
     */
    public static Init constant(double value) {
        return new Init(Rule.CONSTANT, value);
    }

    @Override
    public String toString() {
        return rule == Rule.CONSTANT ? Double.toString(value) : rule.name().toLowerCase(Locale.ROOT);
    }
}
