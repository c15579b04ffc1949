package dev.unroll.runtime.weights;

/** What a weight does; weight decay may treat kinds differently. */
public enum WeightKind {
    INPUT,
    RECURRENT,
    EMBEDDING,
    BIAS,
    GAIN,
    STATE,
    OTHER
}
