package dev.unroll.runtime.data;

/** What a {@code .rnn} file says about bringing an input or output into range; {@link Scaler} holds the fitted figures. */
public sealed interface Scaling {
    /** Numbers are used as they are. */
    record None() implements Scaling {
        @Override
        public String toString() {
            return "none";
        }
    }

    /** Per feature, the smallest training value becomes {@code low}, the largest {@code high}. */
    record MinMax(double low, double high) implements Scaling {
        public MinMax {
            if (!(low < high) || Double.isInfinite(high - low)) {
                throw new IllegalArgumentException("minmax(" + low + ", " + high + "): low must be below high");
            }
        }

        @Override
        public String toString() {
            return "minmax(" + low + ", " + high + ")";
        }
    }

    /** Per feature, mean 0 and standard deviation 1 (population formula) over the training part. */
    record Standard() implements Scaling {
        @Override
        public String toString() {
            return "standard";
        }
    }

    /** With the very figures of {@code input}. */
    record Like(String input) implements Scaling {
        @Override
        public String toString() {
            return "like " + input;
        }
    }

    /** Numbers are used as they are. */
    static Scaling none() {
        return new None();
    }

    /** {@code scaled minmax(low, high)}. */
    static Scaling minmax(double low, double high) {
        return new MinMax(low, high);
    }

    /** {@code scaled standard}. */
    static Scaling standard() {
        return new Standard();
    }

    /** {@code scaled like input}. */
    static Scaling like(String input) {
        return new Like(input);
    }
}
