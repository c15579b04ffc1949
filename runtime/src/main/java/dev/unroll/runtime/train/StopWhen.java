package dev.unroll.runtime.train;

/**
 * {@code no_improvement(of, patience, least, restore_best)}: stops after {@code patience} epochs in a row in which {@code of} was not
 * better than its best by more than {@code least}.
 *
 * @param restoreBest whether the model then has the weights of the best epoch instead of the last one's, also when all epochs
 *     were run
 */
public record StopWhen(Watch of, int patience, double least, boolean restoreBest) {
    public StopWhen {
        if (patience < 1) {
            throw new IllegalArgumentException("patience must be at least 1, not " + patience);
        }
        if (!(least >= 0) || Double.isInfinite(least)) {
            throw new IllegalArgumentException("least must be at least 0, not " + least);
        }
        if (restoreBest && of.part() == Watch.Part.TRAINING) {
            // The loss of an epoch belongs to all the weights it had, not to its last ones.
            throw new IllegalArgumentException("the best weights are known by the validation part only, not by " + of);
        }
    }

    /** Stops by the loss of the validation part and gives the best weights back. */
    public static StopWhen noImprovement(int patience) {
        return new StopWhen(Watch.validationLoss(), patience, 0, true);
    }

    @Override
    public String toString() {
        return "no_improvement(of = " + of + ", patience = " + patience + ", least = " + least + ", restore_best = "
                + restoreBest + ")";
    }
}
