/**
 * The training loop and its seam to generated programs: what a program offers ({@link
 * dev.unroll.runtime.train.ModelProgram}), what a {@code train} block says ({@link dev.unroll.runtime.train.TrainingSpec})
 * and what came of it ({@link dev.unroll.runtime.train.History}, {@link dev.unroll.runtime.train.Evaluation}).
 */
package dev.unroll.runtime.train;
