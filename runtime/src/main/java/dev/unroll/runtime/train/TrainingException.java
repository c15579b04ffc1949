package dev.unroll.runtime.train;

/** Training that cannot go on; the message says at which epoch and step, and what to try. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingException(String message) {
        super(message);
    }
}
