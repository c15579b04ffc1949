package dev.unroll.runtime.weights;

/** How a weight starts. Fan-in and fan-out are the named weight's own, also where several are stored side by side. */
public enum Init {
    ZEROS,
    ONES,
    /** Uniform within sqrt(6 / (fan-in + fan-out)) (Glorot, Bengio 2010). */
    GLOROT,
    /** Normal with standard deviation sqrt(2 / fan-in) (He et al. 2015). */
    HE,
    /** Orthonormal rows or columns, whichever are fewer (Saxe et al. 2013). */
    ORTHOGONAL
}
