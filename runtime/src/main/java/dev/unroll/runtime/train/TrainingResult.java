package dev.unroll.runtime.train;

import java.util.Optional;

/**
 * What {@code train} returns.
 *
 * @param training the specification that ran
 * @param evaluation of the trained model on the validation part, or on the training part when nothing was held out
 * @param test evaluation on the test part, looked at this once; empty when the split has none
 */
public record TrainingResult(
        TrainingSpec training, History history, Evaluation evaluation, Optional<Evaluation> test) {}
