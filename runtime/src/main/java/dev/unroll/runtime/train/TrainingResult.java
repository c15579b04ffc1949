package dev.unroll.runtime.train;

/**
 * What {@code train} returns.
 *
 * @param training the specification that ran
 * @param evaluation of the trained model on the validation part, or on the training part when nothing was held out
 */
public record TrainingResult(TrainingSpec training, History history, Evaluation evaluation) {}
