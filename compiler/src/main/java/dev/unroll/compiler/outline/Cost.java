package dev.unroll.compiler.outline;

/**
 * Floating-point operations of a layer's prediction. A product of a row with a {@code [k, n]} weight counts {@code 2 k n}, a
 * function of one number counts 1 for each element.
 *
 * @param perStep for each step of each example
 * @param perExample once for each example
 */
public record Cost(long perStep, long perExample) {
    static final Cost NONE = new Cost(0, 0);

    Cost plus(Cost other) {
        return new Cost(perStep + other.perStep, perExample + other.perExample);
    }
}
