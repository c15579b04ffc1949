/** Trainings as event files that TensorBoard shows. */
package dev.unroll.runtime.tensorboard;
