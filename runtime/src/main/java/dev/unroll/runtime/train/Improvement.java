package dev.unroll.runtime.train;

/** Whether a figure that is looked at after each epoch still becomes better. */
final class Improvement {
    private final boolean rises;
    private final double least;
    private double best = Double.NaN;
    private int since;

    Improvement(Watch of, double least) {
        this.rises = of.metric().map(metric -> metric.kind().rises()).orElse(false);
        this.least = least;
    }

    /** Takes the next figure; true if it is the best so far by more than the least amount. A NaN never is. */
    boolean add(double figure) {
        boolean better =
                Double.isNaN(best) ? !Double.isNaN(figure) : rises ? figure > best + least : figure < best - least;
        if (better) {
            best = figure;
        }
        since = better ? 0 : since + 1;
        return better;
    }

    /** Whether any figure was a number. */
    boolean found() {
        return !Double.isNaN(best);
    }

    /** Figures since the best one. */
    int since() {
        return since;
    }

    /** Counts anew, against the same best figure. */
    void again() {
        since = 0;
    }

    String saved() {
        return best + "," + since;
    }

    void restore(String saved) {
        String[] parts = saved.split(",", -1);
        best = Double.parseDouble(parts[0]);
        since = Integer.parseInt(parts[1]);
    }
}
