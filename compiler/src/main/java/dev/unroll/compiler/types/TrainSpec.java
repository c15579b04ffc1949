package dev.unroll.compiler.types;

import dev.unroll.compiler.ir.Parameter;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a {@code train} block says. What it leaves out is empty here: the runtime's documented default holds.
 *
 * @param examples how examples are cut out of one long series; empty when they are given one by one
 * @param target how the truth is made from an input; empty when it is given, or follows a window
 * @param backprop how far gradients go back; empty for the whole example
 * @param teacherForcing how probable it is that a decoder reads the true token; empty for always
 * @param split which parts are held out; empty for none
 * @param losses one for each output, in their order; they are added
 * @param metrics reported besides the loss, in the units of the data (scaling undone)
 * @param weightDecay pull of weights towards 0; empty for none
 * @param clip limit on gradients before each step
 * @param stopWhen when to stop before the last epoch
 * @param batch what one step is made of
 * @param seed for shuffling, splitting and dropout
 */
public record TrainSpec(
        Optional<Window> examples,
        Optional<Shift> target,
        Optional<Truncated> backprop,
        Optional<Schedule> teacherForcing,
        Optional<Split> split,
        List<LossSpec> losses,
        List<Metric> metrics,
        Optimizer optimizer,
        Optional<WeightDecay> weightDecay,
        Optional<Clip> clip,
        Optional<StopWhen> stopWhen,
        Optional<Batch> batch,
        OptionalInt epochs,
        OptionalLong seed) {
    public TrainSpec {
        losses = List.copyOf(losses);
        metrics = List.copyOf(metrics);
    }

    /**
     * {@code window(input, length, step, target)}: example k reads rows {@code k * step} to {@code k * step + length - 1} of
     * the series of {@code input}; its target is the next {@code target} rows, joined into one vector of {@code target}
     * times the series' width.
     */
    public record Window(String input, int length, int step, int target) {}

    /** {@code shift(input, by)}: of each example of n steps, the first n - by are read and the last n - by are the truth. */
    public record Shift(String input, int by) {}

    /**
     * {@code truncated(steps, carry_state, reset_at)}.
     *
     * @param steps that gradients go back at most
     * @param carryState whether states are handed from one stretch to the next
     * @param resetAt the token after which carried states start anew
     */
    public record Truncated(int steps, boolean carryState, Optional<String> resetAt) {}

    /**
     * {@code chronological(train, validation, test)} and the like: shares of the examples. {@code validation = random(0.2)} is a
     * split too.
     */
    public record Split(SplitKind kind, double train, double validation, double test) {}

    /** How examples come into the parts. */
    public enum SplitKind {
        CHRONOLOGICAL,
        RANDOM,
        STRATIFIED
    }

    /**
     * What is reported.
     *
     * @param k of {@code top_k}
     * @param average of {@code precision}, {@code recall} and {@code f1}; empty for the one that suits the output
     * @param ofSequences whether an edit distance counts wrong sequences instead of wrong tokens
     */
    public record Metric(MetricKind kind, OptionalInt k, Optional<Average> average, boolean ofSequences) {}

    /** The metrics. */
    public enum MetricKind {
        MAE,
        RMSE,
        MSE,
        MAPE,
        ACCURACY,
        TOP_K,
        PRECISION,
        RECALL,
        F1,
        AUC,
        PERPLEXITY,
        BITS_PER_CHARACTER,
        EDIT_DISTANCE
    }

    /** How a figure per class becomes one. */
    public enum Average {
        BINARY,
        MACRO,
        MICRO,
        SPAN
    }

    /** The rule by which gradients change weights. */
    public sealed interface Optimizer {
        /** Step size. */
        Schedule rate();
    }

    /** {@code sgd(rate, momentum, nesterov)}. */
    public record Sgd(Schedule rate, double momentum, boolean nesterov) implements Optimizer {}

    /** {@code adam(rate, beta1, beta2, epsilon)}, with bias correction. */
    public record Adam(Schedule rate, double beta1, double beta2, double epsilon) implements Optimizer {}

    /** {@code adamw(rate, beta1, beta2, epsilon)}: adam whose weight decay bypasses the moments. */
    public record AdamW(Schedule rate, double beta1, double beta2, double epsilon) implements Optimizer {}

    /** {@code rmsprop(rate, rho, epsilon)}. */
    public record RmsProp(Schedule rate, double rho, double epsilon) implements Optimizer {}

    /** {@code adagrad(rate, epsilon)}. */
    public record Adagrad(Schedule rate, double epsilon) implements Optimizer {}

    /** A step size over a training, or a probability. */
    public sealed interface Schedule {}

    /** Always the same. */
    public record Constant(double rate) implements Schedule {
        @Override
        public String toString() {
            return Double.toString(rate);
        }
    }

    /** {@code from}, times {@code factor} after each {@code every}. */
    public record Step(double from, double factor, Duration every) implements Schedule {}

    /** {@code from} times {@code decay} to the power of the time in {@code every}. */
    public record Exponential(double from, double decay, Duration every) implements Schedule {}

    /** Half a wave of a cosine from {@code from} to {@code to}; {@code over} empty for the whole training. */
    public record Cosine(double from, double to, Optional<Duration> over) implements Schedule {}

    /** A straight line up to {@code peak}, then {@link Cosine}. */
    public record WarmupCosine(double peak, Duration warmup, double to, Optional<Duration> over) implements Schedule {}

    /** A straight line. */
    public record Linear(double from, double to, Optional<Duration> over) implements Schedule {}

    /** Times {@code factor} whenever {@code of} has not become better by {@code least} for {@code patience} epochs, down to {@code to}. */
    public record ReduceOnPlateau(double from, double factor, int patience, double least, double to, Watch of)
            implements Schedule {}

    /** {@code k / (k + exp(t / k))} of the time t in {@code every}; of probabilities only. */
    public record InverseSigmoid(double k, Duration every) implements Schedule {}

    /** A time. */
    public record Duration(int count, boolean epochs) {}

    /** What is looked at after each epoch; {@code metric} empty for the loss. */
    public record Watch(boolean validation, Optional<Metric> metric) {}

    /**
     * {@code weight_decay}.
     *
     * @param one rate of all weights that values are multiplied with; empty when rates are given by kind
     * @param kinds rates by kind, of those that are given one
     */
    public record WeightDecay(OptionalDouble one, SortedMap<Parameter.Kind, Double> kinds) {
        public WeightDecay {
            kinds = Collections.unmodifiableSortedMap(new TreeMap<>(kinds));
        }
    }

    /** {@code norm(limit)} over all gradients together, or {@code value(limit)} for each number. */
    public record Clip(ClipKind kind, double limit) {}

    /** What is limited. */
    public enum ClipKind {
        NORM,
        VALUE
    }

    /** {@code no_improvement(of, patience, least, restore_best)}. */
    public record StopWhen(Watch of, int patience, double least, boolean restoreBest) {}

    /**
     * {@code batch}: a number of examples, or of tokens.
     *
     * @param bucketBy the input whose similar lengths go together; of tokens only
     */
    public record Batch(int count, boolean tokens, Optional<String> bucketBy) {}

    /** The losses in words: one if it is the same for every output. */
    public String lossInWords() {
        List<String> words = losses.stream().map(LossSpec::toString).distinct().toList();
        return words.size() == 1 ? words.get(0) : losses.toString();
    }
}
