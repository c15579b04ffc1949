package dev.unroll.runtime.data;

/**
 * Fits a scaler to rows that come in portions. Of one portion, mean and spread are summed in two goes over it; portions are joined by
 * the pairwise update of Chan, Golub and LeVeque (1979), so that nothing but a few figures per feature is kept.
 */
public final class ScalerFit {
    private final Scaling scaling;
    private final int width;
    private final double[] min;
    private final double[] max;
    private final double[] mean;
    private final double[] squares; // of distances from the mean
    private long count;

    /**
     * Begins.
     *
     * @param scaling which rule; {@link Scaling.Like} is not fitted but taken from its input
     * @param width features
     */
    public ScalerFit(Scaling scaling, int width) {
        if (!(scaling instanceof Scaling.None
                || scaling instanceof Scaling.MinMax
                || scaling instanceof Scaling.Standard)) {
            throw new IllegalArgumentException("scaling " + scaling + " is not fitted");
        }
        this.scaling = scaling;
        this.width = width;
        this.min = new double[width];
        this.max = new double[width];
        this.mean = new double[width];
        this.squares = new double[width];
    }

    /** Adds rows, {@code width} numbers each, row by row. */
    public void add(float[] rows) {
        long added = rows.length / width;
        if (added == 0 || scaling instanceof Scaling.None) {
            return;
        }
        for (int f = 0; f < width; f++) {
            add(f, rows, added);
        }
        count += added;
    }

    private void add(int f, float[] rows, long added) {
        double least = count == 0 ? Double.POSITIVE_INFINITY : min[f];
        double most = count == 0 ? Double.NEGATIVE_INFINITY : max[f];
        double sum = 0;
        for (int i = f; i < rows.length; i += width) {
            least = Math.min(least, rows[i]);
            most = Math.max(most, rows[i]);
            sum += rows[i];
        }
        min[f] = least;
        max[f] = most;
        double here = sum / added;
        double spread = 0;
        for (int i = f; i < rows.length; i += width) {
            spread += (rows[i] - here) * (rows[i] - here);
        }
        if (count == 0) {
            mean[f] = here;
            squares[f] = spread;
            return;
        }
        double apart = here - mean[f];
        double share = (double) added / (count + added);
        mean[f] += apart * share;
        squares[f] += spread + apart * apart * count * share;
    }

    /**
     * The scaler. A feature that never changes is only moved, not stretched.
     *
     * @throws DataException when no row was added to fit it on
     */
    public Scaler scaler() {
        if (scaling instanceof Scaling.None) {
            return Scaler.identity(width);
        }
        if (count == 0) {
            throw new DataException("no row to fit scaling " + scaling + " on");
        }
        double[] origin = new double[width];
        double[] factor = new double[width];
        if (scaling instanceof Scaling.MinMax rule) {
            for (int f = 0; f < width; f++) {
                origin[f] = min[f];
                factor[f] = (rule.high() - rule.low()) / (max[f] > min[f] ? max[f] - min[f] : 1);
            }
            return Scaler.of(origin, factor, rule.low());
        }
        for (int f = 0; f < width; f++) {
            double deviation = Math.sqrt(squares[f] / count);
            origin[f] = mean[f];
            factor[f] = deviation > 0 ? 1 / deviation : 1;
        }
        return Scaler.of(origin, factor, 0);
    }
}
