package dev.unroll.compiler.types;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a {@code train} block says. What it leaves out is empty here: the runtime's documented default holds.
 *
 * @param examples how examples are cut out of one long series; empty when they are given one by one
 * @param split which part is held out; empty when the caller passes validation data or none
 * @param losses one for each output, in their order; they are added
 * @param metrics reported besides the loss, in the units of the data (scaling undone)
 * @param clip limit on gradients before each step
 * @param batch examples per step
 * @param seed for weights, shuffling and dropout
 */
public record TrainSpec(
        Optional<Window> examples,
        Optional<Split> split,
        List<LossSpec> losses,
        List<Metric> metrics,
        Optimizer optimizer,
        Optional<Clip> clip,
        OptionalInt batch,
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

    /** {@code chronological(train, validation)}: shares of the series, earliest part first. */
    public record Split(double train, double validation) {}

    /** What is reported. */
    public enum Metric {
        MAE,
        RMSE,
        MSE,
        MAPE
    }

    /** The rule by which gradients change weights. */
    public sealed interface Optimizer {
        /** Step size, constant over the training. */
        double rate();
    }

    /** {@code sgd(rate, momentum, nesterov)}. */
    public record Sgd(double rate, double momentum, boolean nesterov) implements Optimizer {}

    /** {@code adam(rate, beta1, beta2, epsilon)}, with bias correction. */
    public record Adam(double rate, double beta1, double beta2, double epsilon) implements Optimizer {}

    /** {@code norm(limit)} over all gradients together, or {@code value(limit)} for each number. */
    public record Clip(ClipKind kind, double limit) {}

    /** What is limited. */
    public enum ClipKind {
        NORM,
        VALUE
    }

    /** The losses in words: one if it is the same for every output. */
    public String lossInWords() {
        List<String> words = losses.stream().map(LossSpec::toString).distinct().toList();
        return words.size() == 1 ? words.get(0) : losses.toString();
    }
}
