package dev.unroll.compiler.ir;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trained weight as it is stored: row-major {@code fixed[in, out]} or {@code fixed[n]}. Products with the same operand are
 * joined, so that one parameter may hold several weights of the user's equations side by side, in column order.
 *
 * @param value the value blocks read
 * @param segments the equations' weights in it, covering all columns; one for a parameter that is not joined
 * @param frozen whether training leaves it as it is; it has no gradient then
 */
public record Parameter(Value value, List<Segment> segments, boolean frozen) {
    public Parameter {
        segments = List.copyOf(segments);
    }

    /** A weight that is trained. */
    public Parameter(Value value, List<Segment> segments) {
        this(value, segments, false);
    }

    /**
     * One weight under its equation's name.
     *
     * @param name dotted name shown to users and used in files, such as {@code lstm1.i.x}, {@code dense.bias}
     * @param from first column in the stored parameter
     * @param to column after the last
     * @param transposed whether the user's shape is {@code [out, in]}, as in {@code W @ x}
     * @param init how it starts
     */
    public record Segment(String name, int from, int to, boolean transposed, Init init, Kind kind) {}

    /** What a weight does; optimisers may treat kinds differently (weight decay). */
    public enum Kind {
        INPUT,
        RECURRENT,
        EMBEDDING,
        BIAS,
        GAIN,
        STATE,
        OTHER
    }

    /**
     * How a weight starts. Fan-in and fan-out are the segment's own.
     *
     * @param value of every element, for {@link Rule#CONSTANT}; 0 otherwise
     */
    public record Init(Rule rule, double value) {
        /** Where starting values come from. */
        public enum Rule {
            /** One number everywhere. */
            CONSTANT,
            /** Uniform within sqrt(6 / (fan-in + fan-out)). */
            GLOROT,
            /** Normal with standard deviation sqrt(2 / fan-in). */
            HE,
            /** Rows or columns orthonormal. */
            ORTHOGONAL
        }

        public static final Init ZEROS = constant(0);
        public static final Init ONES = constant(1);
        public static final Init GLOROT = new Init(Rule.GLOROT, 0);
        public static final Init HE = new Init(Rule.HE, 0);
        public static final Init ORTHOGONAL = new Init(Rule.ORTHOGONAL, 0);

        private static final Map<String, Init> BY_NAME = new LinkedHashMap<>();

        static {
            BY_NAME.put("ZEROS", ZEROS);
            BY_NAME.put("ONES", ONES);
            BY_NAME.put("GLOROT", GLOROT);
            BY_NAME.put("HE", HE);
            BY_NAME.put("ORTHOGONAL", ORTHOGONAL);
        }

        public Init {
            if (!Double.isFinite(value) || (rule != Rule.CONSTANT && value != 0)) {
                throw new IllegalArgumentException("a weight cannot start as " + rule + " " + value);
            }
        }

        /** Every element is {@code value}. */
        public static Init constant(double value) {
            return new Init(Rule.CONSTANT, value + 0.0);
        }

        /** The ways that have a name, by it: {@code ZEROS}, {@code GLOROT} and so on. */
        public static Map<String, Init> named() {
            return Collections.unmodifiableMap(BY_NAME);
        }

        /** Its name, if it has one; constants other than 0 and 1 have none. */
        public Optional<String> name() {
            return BY_NAME.entrySet().stream()
                    .filter(named -> named.getValue().equals(this))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }

        /** Its name, or for example {@code CONSTANT 2.5}. */
        @Override
        public String toString() {
            return name().orElseGet(() -> rule + " " + value);
        }
    }
}
