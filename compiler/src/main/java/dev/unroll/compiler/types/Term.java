package dev.unroll.compiler.types;

import dev.unroll.compiler.ir.Fn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A typed expression of a model or of a cell's step. Rules over all kinds implement {@link Cases}.
 *
 * <p>Inside a cell, types have no axis: they are those of one step.
 */
public sealed interface Term {
    ValueType type();

    Site site();

    /** The expressions it is made of, in order. */
    default List<Term> children() {
        return List.of();
    }

    <R> R match(Cases<R> cases);

    /** One method per kind of expression. */
    interface Cases<R> {
        R literal(Literal term);

        R read(Read term);

        R previous(Previous term);

        R trained(Trained term);

        R apply(Apply term);

        R product(Product term);

        R linear(Linear term);

        R dot(Dot term);

        R layerNorm(LayerNorm term);

        R zoneout(Zoneout term);

        R dropout(Dropout term);

        R concat(Concat term);

        R last(Last term);

        R lookup(Lookup term);

        R reduce(Reduce term);

        R reverse(Reverse term);

        R shift(Shift term);

        R softmax(Softmax term);

        R softmaxSteps(SoftmaxSteps term);

        R transposed(Transposed term);

        R recur(Recur term);

        R finalState(FinalState term);

        R slice(Slice term);

        R keys(Keys term);

        R cellStep(CellStep term);

        R decode(Decode term);
    }

    /** A number known to the compiler. */
    record Literal(double value, Site site) implements Term {
        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.literal(this);
        }
    }

    /** An input or an earlier binding by name. */
    record Read(String name, ValueType type, Site site) implements Term {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.read(this);
        }
    }

    /** {@code prev(state)}: the state after the step before, or its initial value. */
    record Previous(String state, ValueType type, Site site) implements Term {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.previous(this);
        }
    }

    /** A weight read as a value, the same for every row. */
    record Trained(Weight weight, ValueType type, Site site) implements Term {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.trained(this);
        }
    }

    /** A function of single numbers, element by element; a width of 1 goes with any other. */
    record Apply(Fn fn, List<Term> arguments, ValueType type, Site site) implements Term {
        public Apply {
            arguments = List.copyOf(arguments);
        }

        @Override
        public List<Term> children() {
            return arguments;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.apply(this);
        }
    }

    /** {@code W @ x}. */
    record Product(Weight weight, Term operand, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(operand);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.product(this);
        }
    }

    /** {@code linear(a, b, ...)}: one weight per operand, at most one bias. */
    record Linear(List<Weight> weights, List<Term> operands, Optional<Weight> bias, ValueType type, Site site)
            implements Term {
        public Linear {
            weights = List.copyOf(weights);
            operands = List.copyOf(operands);
        }

        @Override
        public List<Term> children() {
            return operands;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.linear(this);
        }
    }

    /** {@code dot(a, b)}: sum over the features of a * b. */
    record Dot(Term left, Term right, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(left, right);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.dot(this);
        }
    }

    /**
     * {@code layer_norm(x)}: {@code gain * (x - mean) / sqrt(variance + epsilon) + shift}, mean and (biased) variance over
     * the features of a row.
     */
    record LayerNorm(Weight gain, Weight shift, Term operand, double epsilon, ValueType type, Site site)
            implements Term {
        @Override
        public List<Term> children() {
            return List.of(operand);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.layerNorm(this);
        }
    }

    /**
     * {@code zoneout(new, old, rate)}: in training each element is the old one with probability {@code rate}; in prediction
     * the expectation, {@code (1 - rate) * new + rate * old}.
     */
    record Zoneout(Term fresh, Term old, double rate, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(fresh, old);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.zoneout(this);
        }
    }

    /**
     * {@code Dropout(rate)}: in training each element is 0 with probability {@code rate}, else divided by 1 - rate.
     *
     * @param shared whether all steps of an example have one mask
     */
    record Dropout(Term operand, double rate, boolean shared, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(operand);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.dropout(this);
        }
    }

    /** {@code concat(a, b, ...)}: features side by side. */
    record Concat(List<Term> operands, ValueType type, Site site) implements Term {
        public Concat {
            operands = List.copyOf(operands);
        }

        @Override
        public List<Term> children() {
            return operands;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.concat(this);
        }
    }

    /** {@code last}: each example's row at its last step. */
    record Last(Term operand, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(operand);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.last(this);
        }
    }

    /** The row of a weight, {@code [ids, n]}, that each id of the operand names. */
    record Lookup(Weight weight, Term operand, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(operand);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.lookup(this);
        }
    }

    /** What {@link Reduce} makes of an example's steps, feature by feature. */
    enum Reduction {
        FIRST,
        MEAN,
        MAX,
        SUM
    }

    /** {@code first}, {@code mean}, {@code max}, {@code sum}: an example's steps become one row. */
    record Reduce(Reduction reduction, Term operand, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(operand);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.reduce(this);
        }
    }

    /** {@code reverse(x)}: each example's steps in the opposite order. */
    record Reverse(Term operand, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(operand);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.reverse(this);
        }
    }

    /**
     * {@code shift(x, by)}: step t has the row of step t - by, and zeros where there is none.
     *
     * @param by not 0; below 0 the rows move towards the beginning
     */
    record Shift(Term operand, int by, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(operand);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.shift(this);
        }
    }

    /**
     * {@code softmax(x)} over the features of a row; the operand are the logits.
     *
     * @param log whether it is {@code log_softmax}
     */
    record Softmax(Term operand, boolean log, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(operand);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.softmax(this);
        }
    }

    /** Softmax over the steps of an example, feature by feature: the weights of a pooling. */
    record SoftmaxSteps(Term operand, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(operand);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.softmaxSteps(this);
        }
    }

    /** A product with a weight of another layer, transposed: {@code x · weightᵀ + bias} for {@code weight [out, in]}. */
    record Transposed(Weight weight, Term operand, Optional<Weight> bias, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(operand);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.transposed(this);
        }
    }

    /**
     * A cell run over the axis of its operand. It is the whole value of a binding, by whose name {@link FinalState} reads
     * the states it ends with.
     *
     * @param reverse whether it begins at each example's last step; rows stay at the steps they belong to
     * @param given first values of states that are values of the model, by state, {@code float[size]} each
     */
    record Recur(TypedCell cell, Term operand, boolean reverse, Map<String, Term> given, ValueType type, Site site)
            implements Term {
        public Recur {
            given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
        }

        @Override
        public List<Term> children() {
            List<Term> children = new ArrayList<>(given.values());
            children.add(0, operand);
            return children;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.recur(this);
        }
    }

    /**
     * {@code memory.final.h}: a state after a whole run, each example's own.
     *
     * @param run name of the binding whose value is the {@link Recur}
     */
    record FinalState(String run, String state, ValueType type, Site site) implements Term {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.finalState(this);
        }
    }

    /** Features {@code from} (inclusive) to {@code to} (exclusive) of each row. */
    record Slice(Term operand, int from, int to, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(operand);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.slice(this);
        }
    }

    /**
     * The rows of a sequence as a reader attends to them: all of an example's, whatever else the reader has a row for.
     *
     * @param operand a sequence of the model, by name
     */
    record Keys(Term operand, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(operand);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.keys(this);
        }
    }

    /**
     * One step of a cell of a decoder. It is the whole value of an equation; the cell's states after it are read as {@code
     * run.state}, those before it as {@link Previous} of that name.
     *
     * @param run name of the cell in the decoder
     */
    record CellStep(String run, TypedCell cell, Term operand, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            return List.of(operand);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.cellStep(this);
        }
    }

    /** What a decoder emits at all steps of its output. It is the whole value of a binding. */
    record Decode(TypedDecoder decoder, ValueType type, Site site) implements Term {
        @Override
        public List<Term> children() {
            List<Term> children = new ArrayList<>();
            decoder.cells().forEach(cell -> children.addAll(cell.given().values()));
            return children;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.decode(this);
        }
    }
}
