package dev.unroll.runtime.data;

import java.util.Arrays;

/**
 * Fitted scaling, per feature: {@code scaled = (x - origin) * factor + low}. The inverse brings predictions back into the
 * data's units. Where rows are several of the scaler's rows joined, feature {@code i} uses the figures of {@code i % width}.
 */
public final class Scaler {
    private final double[] origin;
    private final double[] factor;
    private final double low;

    private Scaler(double[] origin, double[] factor, double low) {
        this.origin = origin;
        this.factor = factor;
        this.low = low;
    }

    /** Leaves numbers as they are. */
    public static Scaler identity(int width) {
        double[] ones = new double[width];
        Arrays.fill(ones, 1);
        return new Scaler(new double[width], ones, 0);
    }

    /**
     * A scaler with known figures.
     *
     * @param origin what becomes {@code low}, per feature
     * @param factor scaled units per unit of the data, per feature, finite and not 0
     */
    public static Scaler of(double[] origin, double[] factor, double low) {
        if (origin.length != factor.length || origin.length == 0) {
            throw new IllegalArgumentException(origin.length + " origins and " + factor.length + " factors");
        }
        for (int f = 0; f < origin.length; f++) {
            if (!Double.isFinite(origin[f]) || !Double.isFinite(factor[f]) || factor[f] == 0) {
                throw new IllegalArgumentException(
                        "feature " + f + " has origin " + origin[f] + " and factor " + factor[f]);
            }
        }
        if (!Double.isFinite(low)) {
            throw new IllegalArgumentException("low is " + low);
        }
        return new Scaler(origin.clone(), factor.clone(), low);
    }

    /**
     * Fits a scaler. A feature that never changes is only moved, not stretched.
     *
     * @param scaling which rule; {@link Scaling.Like} is not fitted but taken from its input
     * @param rows row by row, {@code width} numbers each, at least one row
     */
    public static Scaler fit(Scaling scaling, int width, float[] rows) {
        ScalerFit fit = new ScalerFit(scaling, width);
        fit.add(rows);
        return fit.scaler();
    }

    /** Features. */
    public int width() {
        return origin.length;
    }

    /** Whether it leaves every number as it is. */
    public boolean isIdentity() {
        return equals(identity(width()));
    }

    /** What becomes {@link #low}, per feature; a copy. */
    public double[] origin() {
        return origin.clone();
    }

    /** Scaled units per unit of the data, per feature; a copy. */
    public double[] factor() {
        return factor.clone();
    }

    /** What {@link #origin} becomes. */
    public double low() {
        return low;
    }

    /** The number {@code x} of feature {@code f}, scaled. */
    public float scale(int f, float x) {
        return (float) ((x - origin[f]) * factor[f] + low);
    }

    /** The scaled number {@code y} of feature {@code f}, in the data's units. */
    public float restore(int f, float y) {
        return (float) ((y - low) / factor[f] + origin[f]);
    }

    /** A scaled copy; number {@code i} is of feature {@code i % width}. */
    float[] scale(float[] numbers) {
        float[] scaled = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            scaled[i] = scale(i % origin.length, numbers[i]);
        }
        return scaled;
    }

    /** Brings the first {@code count} numbers back into the data's units, in place. */
    public void restore(float[] numbers, int count) {
        for (int i = 0; i < count; i++) {
            numbers[i] = restore(i % origin.length, numbers[i]);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scaler s
                && Arrays.equals(origin, s.origin)
                && Arrays.equals(factor, s.factor)
                && Double.compare(low, s.low) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(origin) + Arrays.hashCode(factor)) + Double.hashCode(low);
    }

    @Override
    public String toString() {
        return "(x - " + Arrays.toString(origin) + ") * " + Arrays.toString(factor) + " + " + low;
    }
}
