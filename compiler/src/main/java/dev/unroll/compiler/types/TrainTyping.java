package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.SCALE_ON;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTINGS_CLASH;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_MISSING;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_VALUE;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.types.TrainSpec.Batch;
import dev.unroll.compiler.types.TrainSpec.Clip;
import dev.unroll.compiler.types.TrainSpec.ClipKind;
import dev.unroll.compiler.types.TrainSpec.Metric;
import dev.unroll.compiler.types.TrainSpec.Optimizer;
import dev.unroll.compiler.types.TrainSpec.Schedule;
import dev.unroll.compiler.types.TrainSpec.Shift;
import dev.unroll.compiler.types.TrainSpec.Split;
import dev.unroll.compiler.types.TrainSpec.StopWhen;
import dev.unroll.compiler.types.TrainSpec.Truncated;
import dev.unroll.compiler.types.TrainSpec.WeightDecay;
import dev.unroll.compiler.types.TrainSpec.Window;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Types a {@code train} block: each setting by itself, then what must hold between them. */
final class TrainTyping {
    static final Set<String> FUTURE_METRICS = Set.of("bleu");
    /** Names of all settings. */
    static final List<String> LEGAL = List.of(
            "examples",
            "target",
            "backprop",
            "split",
            "validation",
            "teacher_forcing",
            "scale_on",
            "loss",
            "metrics",
            "optimizer",
            "weight_decay",
            "clip",
            "stop_when",
            "batch",
            "epochs",
            "seed");

    private final Faults faults;
    private final Constants constants;
    private final TrainWords words;
    private final List<Port> inputs;
    private final List<Port> outputs;
    private final TextBlocks texts;
    private final List<Weight> weights;

    /**
     * A typing for one model.
     *
     * @param weights all it has
     */
    TrainTyping(
            Faults faults,
            Constants constants,
            TextBlocks texts,
            List<Port> inputs,
            List<Port> outputs,
            List<Weight> weights) {
        this.faults = faults;
        this.constants = constants;
        this.words = new TrainWords(faults, constants);
        this.inputs = inputs;
        this.outputs = outputs;
        this.texts = texts;
        this.weights = weights;
    }

    /** The block, or empty if a fault in it was reported. Every setting is looked at, whatever the others' faults. */
    Optional<TrainSpec> spec(Decl.Train train) {
        int before = faults.diagnostics().errorCount();
        Settings settings = new Settings(faults, train.name(), train.settings(), LEGAL, Set.of());
        WindowTyping cuts = new WindowTyping(words, inputs, outputs);
        Optional<Window> examples = optional(settings, "examples", cuts::window);
        StreamTyping streams = new StreamTyping(words, inputs, outputs);
        Optional<Shift> target = optional(settings, "target", streams::shift);
        Optional<Truncated> backprop = optional(settings, "backprop", streams::truncated);
        SplitTyping parts = new SplitTyping(words, outputs);
        Optional<Split> split =
                optional(settings, "split", parts::split).or(() -> optional(settings, "validation", parts::validation));
        settings.get("scale_on").ifPresent(e -> faults.attempt(() -> scaleOn(e)));
        Optional<List<LossSpec>> losses = faults.attempt(
                () -> new LossTyping(faults, constants, texts).losses(settings.need("loss", lossHelp()), outputs));
        List<Metric> metrics = optional(settings, "metrics", new MetricTyping(words, outputs, texts)::metrics)
                .orElse(List.of());
        WatchTyping watches = new WatchTyping(words, metrics, split);
        ScheduleTyping schedules = new ScheduleTyping(words, watches);
        OptimizerTyping rules = new OptimizerTyping(words, schedules);
        Optional<Schedule> forcing =
                optional(settings, "teacher_forcing", e -> forcing(e, schedules, streams.decodes()));
        Optional<Optimizer> optimizer = faults.attempt(() ->
                rules.optimizer(settings.need("optimizer", "there is " + String.join(", ", OptimizerTyping.NAMES))));
        Optional<WeightDecay> decay = optional(settings, "weight_decay", new DecayTyping(words, kinds())::weightDecay);
        Optional<Clip> clip = optional(settings, "clip", this::clip);
        Optional<StopWhen> stop = optional(settings, "stop_when", watches::stopWhen);
        Optional<Batch> batch = optional(settings, "batch", streams::batch);
        Optional<Integer> epochs = optional(settings, "epochs", e -> constants.size(e, "`epochs`"));
        Optional<Long> seed = optional(settings, "seed", e -> constants.whole(e, "`seed`", 0, (1L << 53) - 1));
        if (faults.diagnostics().errorCount() > before) {
            return Optional.empty();
        }
        TrainSpec spec = new TrainSpec(
                examples,
                target,
                backprop,
                forcing,
                split,
                losses.orElseThrow(),
                metrics,
                optimizer.orElseThrow(),
                decay,
                clip,
                stop,
                batch,
                epochs.map(OptionalInt::of).orElse(OptionalInt.empty()),
                seed.map(OptionalLong::of).orElse(OptionalLong.empty()));
        together(spec, settings);
        return faults.diagnostics().errorCount() > before ? Optional.empty() : Optional.of(spec);
    }

    private <T> Optional<T> optional(Settings settings, String name, Function<Expr, T> reading) {
        return settings.get(name).flatMap(e -> faults.attempt(() -> reading.apply(e)));
    }

    private String lossHelp() {
        List<String> fitting = outputs.stream()
                .map(output -> LossSpec.standard(output.type()).word())
                .distinct()
                .toList();
        return fitting.equals(List.of("mse")) || fitting.isEmpty()
                ? "there is mse, mae and huber(delta)"
                : "write `loss = " + (fitting.size() == 1 ? fitting.get(0) : "{ … }") + "`";
    }

    private List<Parameter.Kind> kinds() {
        return weights.stream().map(Weight::kind).distinct().toList();
    }

    private void together(TrainSpec spec, Settings settings) {
        clash(
                settings,
                "split",
                "validation",
                settings.get("validation").isPresent(),
                "`validation = random(0.2)` is short for `split = random(train = 0.8, validation = 0.2)`");
        if (spec.batch().filter(Batch::tokens).isPresent()
                && spec.backprop().filter(Truncated::carryState).isPresent()) {
            clash(
                    settings,
                    "batch",
                    "backprop",
                    true,
                    "with carried states a batch is a number of pieces of the stream, side by side");
        }
        if (spec.optimizer() instanceof TrainSpec.AdamW && spec.weightDecay().isEmpty()) {
            faults.report(Diagnostic.of(
                            SETTING_MISSING,
                            settings.get("optimizer").orElseThrow().span(),
                            "`adamw` differs from `adam` in its weight decay only, and there is none")
                    .withHelp("add `weight_decay = 0.01`, or write `adam`"));
        }
        boolean mixes = spec.split()
                .filter(s -> s.kind() != TrainSpec.SplitKind.CHRONOLOGICAL)
                .isPresent();
        if (mixes
                && spec.examples()
                        .filter(w -> w.step() < w.length() + w.target())
                        .isPresent()) {
            clash(
                    settings,
                    settings.get("split").isPresent() ? "split" : "validation",
                    "examples",
                    true,
                    "these windows overlap, so shuffled parts would share rows: a model could read the answers of the"
                            + " held-out part in training. Write `chronological`, or cut windows with `step` at least"
                            + " `length` + `target`");
        }
    }

    /** Reports two settings that cannot stand together; the first may be absent. */
    private void clash(Settings settings, String first, String second, boolean present, String why) {
        Optional<Expr> a = settings.get(first);
        Optional<Expr> b = settings.get(second);
        if (present && a.isPresent() && b.isPresent()) {
            faults.report(Diagnostic.of(
                            SETTINGS_CLASH, b.get().span(), "`" + first + "` and `" + second + "` cannot both be so")
                    .withNote(a.get().span(), "`" + first + "` is here")
                    .withHelp(why));
        }
    }

    private Schedule forcing(Expr expr, ScheduleTyping schedules, boolean decodes) {
        if (!decodes) {
            throw faults.refuse(
                    SETTING_VALUE,
                    expr.span(),
                    "`teacher_forcing` says what a decoder reads before each token, and this model has no decoder",
                    "take this line out");
        }
        return schedules.chance(expr, "`teacher_forcing`");
    }

    private void scaleOn(Expr expr) {
        if (!expr.span().text().equals("train")) {
            throw faults.refuse(
                    SCALE_ON,
                    expr.span(),
                    "scaling can be fitted on the training part only, not on `" + TrainWords.shown(expr) + "`",
                    "write `scale_on = train`: anything else would tell the model about the data it is judged on");
        }
        if (Stream.concat(inputs.stream(), outputs.stream())
                .allMatch(p -> p.scaling().isEmpty())) {
            throw faults.refuse(
                    SCALE_ON, expr.span(), "no input or output of this model is scaled", "take this line out");
        }
    }

    private Clip clip(Expr expr) {
        Expr.Call call = words.call(expr, "clip", List.of("norm", "value"), "there is norm(limit) and value(limit)");
        double limit = words.above0(Arguments.of(faults, call, "limit").need("limit"), "the limit");
        return new Clip(call.name().toString().equals("norm") ? ClipKind.NORM : ClipKind.VALUE, limit);
    }
}
