package dev.unroll.compiler.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.emit.InMemoryCompiler;
import dev.unroll.compiler.source.Source;
import dev.unroll.runtime.train.TrainingSpec;
import dev.unroll.runtime.train.WeightDecay;
import dev.unroll.runtime.weights.WeightKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a {@code train} block says is what the runtime is told, setting by setting. */
class TrainSettingsTest {
    private static final Map<String, String> OPTIMIZERS = new TreeMap<>(Map.ofEntries(
            Map.entry("sgd", "sgd(rate = 0.01)"),
            Map.entry("sgd(rate = 0.1, momentum = 0.5, nesterov = true)", "sgd(rate = 0.1, momentum = 0.5, nesterov)"),
            Map.entry("adam", "adam(rate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1.0E-8)"),
            Map.entry("adamw(beta1 = 0.8)", "adamw(rate = 0.001, beta1 = 0.8, beta2 = 0.999, epsilon = 1.0E-8)"),
            Map.entry("rmsprop(rho = 0.8)", "rmsprop(rate = 0.001, rho = 0.8, epsilon = 1.0E-8)"),
            Map.entry("adagrad(epsilon = 0.1)", "adagrad(rate = 0.01, epsilon = 0.1)"),
            rate("schedule.constant(0.5)", "0.5"),
            rate(
                    "schedule.step(from = 0.1, factor = 0.5, every = epochs(2))",
                    "schedule.step(from = 0.1, factor = 0.5, every = epochs(2))"),
            rate(
                    "schedule.exponential(from = 0.1, decay = 0.5)",
                    "schedule.exponential(from = 0.1, decay = 0.5, every = epochs(1))"),
            rate("schedule.cosine(from = 0.1)", "schedule.cosine(from = 0.1, to = 0.0)"),
            rate(
                    "schedule.warmup_cosine(peak = 0.1, warmup = 5, to = 0.01, over = steps(50))",
                    "schedule.warmup_cosine(peak = 0.1, warmup = steps(5), to = 0.01, over = steps(50))"),
            rate(
                    "schedule.linear(from = 0.1, to = 0, over = epoch)",
                    "schedule.linear(from = 0.1, to = 0.0, over = epochs(1))"),
            rate(
                    "schedule.reduce_on_plateau(from = 0.1, patience = 4, of = validation.mae)",
                    "schedule.reduce_on_plateau(from = 0.1, factor = 0.5, patience = 4, least = 0.0, to = 0.0,"
                            + " of = validation.mae)")));

    private static Map.Entry<String, String> rate(String written, String told) {
        return Map.entry("sgd(rate = " + written + ")", "sgd(rate = " + told + ")");
    }

    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "split = chronological(train = 0.7, validation = 0.2, test = 0.1)",
                    "split=Optional[chronological(train = 0.7, validation = 0.2, test = 0.1)]"),
            Map.entry(
                    "split = random(train = 0.5, test = 0.5)",
                    "split=Optional[random(train = 0.5, validation = 0.0, test = 0.5)]"),
            Map.entry(
                    "validation = random(0.25)", "split=Optional[random(train = 0.75, validation = 0.25, test = 0.0)]"),
            Map.entry("weight_decay = 0.1", "weightDecay=Optional[" + WeightDecay.of(0.1) + "]"),
            Map.entry(
                    "weight_decay = { bias = 0.1, recurrent = 0 }",
                    "weightDecay=Optional["
                            + WeightDecay.none().with(WeightKind.BIAS, 0.1).with(WeightKind.RECURRENT, 0) + "]"),
            Map.entry("clip = value(2)", "clip=Optional[value(2.0)]"),
            Map.entry(
                    "stop_when = no_improvement(of = training.loss, patience = 3, least = 0.5)",
                    "stopWhen=Optional[no_improvement(of = training.loss, patience = 3, least = 0.5, restore_best = false)]"),
            Map.entry(
                    "stop_when = no_improvement(patience = 3) validation = chronological(0.5)",
                    "stopWhen=Optional[no_improvement(of = validation.loss, patience = 3, least = 0.0, restore_best = true)]"),
            Map.entry("batch = 7", "batch=7"),
            Map.entry("batch = tokens(70)", "batch=tokens(70)"),
            Map.entry("batch = tokens(70, bucket_by = length(x))", "batch=tokens(70, bucket_by = length(x))"),
            Map.entry("target = shift(x, by = 2)", "target=Optional[shift(x, by = 2)]"),
            Map.entry(
                    "backprop = truncated(steps = 9)", "backprop=Optional[truncated(steps = 9, carry_state = false)]"),
            Map.entry(
                    "backprop = truncated(steps = 9, carry_state = true)",
                    "backprop=Optional[truncated(steps = 9, carry_state = true)]"),
            Map.entry("metrics = [rmse, mape]", "metrics=[rmse, mape]"),
            Map.entry("epochs = 3", "epochs=3"),
            Map.entry("seed = 5", "seed=5")));

    @Test
    void settingsReachTheRuntime() throws ReflectiveOperationException {
        List<String> blocks = new ArrayList<>();
        List<String> told = new ArrayList<>();
        OPTIMIZERS.forEach((written, expected) -> {
            boolean decays = written.startsWith("adamw");
            blocks.add("loss = mse metrics = [mae] validation = random(0.5) optimizer = " + written
                    + (decays ? " weight_decay = 0.1" : ""));
            told.add("optimizer=" + expected);
        });
        SETTINGS.forEach((written, expected) -> {
            blocks.add("loss = mse optimizer = adam " + written);
            told.add(expected);
        });
        StringBuilder text = new StringBuilder("rnn 1\n");
        for (int i = 0; i < blocks.size(); i++) {
            text.append("model M%d { input x : float[time, 2] output y : float[time, 2] y = x -> SimpleRNN(2) }%n"
                    .formatted(i));
            text.append("train M%d { %s }%n".formatted(i, blocks.get(i)));
        }
        Compilation compilation =
                RnnCompiler.compile(List.of(new Source("m.rnn", text.toString())), CompilerOptions.standard());
        assertThat(compilation.diagnostics()).isEmpty();
        List<GeneratedFile> sources = compilation.sources();
        InMemoryCompiler classes = InMemoryCompiler.compile(sources);
        for (int i = 0; i < blocks.size(); i++) {
            TrainingSpec spec = (TrainingSpec)
                    classes.loadClass("M" + i).getField("TRAINING").get(null);
            assertThat(spec.toString()).as(blocks.get(i)).contains(told.get(i));
        }
    }
}
