package dev.unroll.runtime.train;

/**
 * Told about a training as it goes, on the training thread. Training itself allocates nothing per step; a listener's {@link
 * #step} should keep to that.
 */
public interface TrainingListener {
    /** Before the first step. */
    default void started(Plan plan) {}

    /**
     * After each step.
     *
     * @param epoch from 1
     * @param step within the epoch, from 1
     * @param loss of the step's batch
     */
    default void step(int epoch, int step, double loss) {}

    /** After each epoch and its validation. */
    default void epoch(Epoch epoch) {}

    /** After the last epoch. */
    default void finished(History history) {}

    /**
     * What is about to happen.
     *
     * @param firstEpoch 1, or more when a training goes on
     * @param epochs how many will run
     * @param stepsPerEpoch batches of the training part, the last partial one included
     */
    record Plan(
            String model,
            String device,
            int firstEpoch,
            int epochs,
            int stepsPerEpoch,
            int trainingExamples,
            int validationExamples,
            long parameters,
            long bytes) {}
}
