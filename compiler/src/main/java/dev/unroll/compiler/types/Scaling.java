package dev.unroll.compiler.types;

/**
 * How the numbers of an input or output are brought into range. The figures are fitted per feature on the training part
 * and travel inside the model file.
 */
public sealed interface Scaling {
    /** {@code scaled minmax(low, high)}: smallest seen value to {@code low}, largest to {@code high}. */
    record MinMax(double low, double high) implements Scaling {
        @Override
        public String toString() {
            return "minmax(" + low + ", " + high + ")";
        }
    }

    /** {@code scaled standard}: mean 0, standard deviation 1. */
    record Standard() implements Scaling {
        @Override
        public String toString() {
            return "standard";
        }
    }

    /**
     * {@code scaled like input}: with the very figures of {@code input}. The width is a multiple of the input's (several
     * steps ahead, one after the other), and the input's figures repeat.
     */
    record Like(String input) implements Scaling {
        @Override
        public String toString() {
            return "like " + input;
        }
    }
}
