package dev.unroll.runtime.train;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/**
 * Shows a training in text: on a terminal a line per epoch that fills as its steps go by, elsewhere about ten plain lines in
 * all. {@code -Dunroll.progress=bar}, {@code lines} or {@code off} decides instead.
 */
public final class ProgressBar implements TrainingListener {
    /** How progress is shown. */
    public enum Style {
        /** One line per epoch, redrawn in place while it runs. */
        BAR,
        /** The first and last epoch and about eight between. */
        LINES,
        /** Nothing. */
        OFF
    }

    private static final int WIDTH = 24;
    private static final long REDRAW_NANOS = 100_000_000;

    private final PrintStream out;
    private final Style style;
    private Plan plan;
    private long began;
    private long epochBegan;
    private long drawn;
    private int shown;
    private double lossSum;

    private ProgressBar(PrintStream out, Style style) {
        this.out = out;
        this.style = style;
    }

    /** On standard output, in the style that suits it. */
    @SuppressWarnings("SystemConsoleNull") // right but on JDK 22 to 24, where a redirected output may get a bar too
    public static ProgressBar create() {
        return on(System.out, style(System.getProperty("unroll.progress", ""), System.console() != null));
    }

    /** On any stream. */
    public static ProgressBar on(PrintStream out, Style style) {
        return new ProgressBar(out, style);
    }

    static Style style(String property, boolean terminal) {
        return switch (property.toLowerCase(Locale.ROOT)) {
            case "bar" -> Style.BAR;
            case "lines" -> Style.LINES;
            case "off" -> Style.OFF;
            case "" -> terminal ? Style.BAR : Style.LINES;
            default -> throw new IllegalArgumentException("-Dunroll.progress=" + property + ": use bar, lines or off");
        };
    }

    @Override
    public void started(Plan what) {
        plan = what;
        began = System.nanoTime();
        epochBegan = began;
        lossSum = 0;
        if (style != Style.OFF) {
            out.printf(
                    Locale.ROOT,
                    "Training %s on %s: %,d parameters, %,d examples (%,d for validation), %d step%s per epoch%n",
                    what.model(),
                    what.device(),
                    what.parameters(),
                    what.trainingExamples(),
                    what.validationExamples(),
                    what.stepsPerEpoch(),
                    what.stepsPerEpoch() == 1 ? "" : "s");
        }
    }

    @Override
    public void step(int epoch, int step, double loss) {
        if (style != Style.BAR) {
            return;
        }
        lossSum += loss;
        long now = System.nanoTime();
        if (now - drawn < REDRAW_NANOS) {
            return;
        }
        drawn = now;
        double rate = step / ((now - epochBegan) / 1e9);
        long left = (long) (lastEpoch() - epoch) * plan.stepsPerEpoch() + plan.stepsPerEpoch() - step;
        draw(String.format(
                Locale.ROOT,
                "%s %s %d/%d  loss %s  %.0f steps/s  ETA %s",
                label(epoch),
                bar(step),
                step,
                plan.stepsPerEpoch(),
                Figures.of(lossSum / step),
                rate,
                clock(left / rate)));
    }

    @Override
    public void epoch(Epoch epoch) {
        long now = System.nanoTime();
        int done = epoch.number() - plan.firstEpoch() + 1;
        String eta = clock((now - began) / 1e9 / done * (plan.epochs() - done));
        String line = label(epoch.number()) + "  " + figures(epoch)
                + String.format(
                        Locale.ROOT,
                        "  %.0f steps/s, %.2f ms/step",
                        1000 / epoch.millisecondsPerStep(),
                        epoch.millisecondsPerStep())
                + (done < plan.epochs() ? "  ETA " + eta : "");
        switch (style) {
            case BAR -> {
                draw(line);
                out.println();
                shown = 0;
            }
            case LINES -> {
                if (done == 1 || done == plan.epochs() || done % Math.max(1, plan.epochs() / 10) == 0) {
                    out.println(line);
                }
            }
            case OFF -> {}
        }
        epochBegan = System.nanoTime();
        lossSum = 0;
    }

    @Override
    public void finished(History history) {
        if (style != Style.OFF) {
            out.printf(
                    Locale.ROOT,
                    "Trained %d epoch%s, %,d step%s in %s: %.2f ms/step on %s%n",
                    history.epochs().size(),
                    history.epochs().size() == 1 ? "" : "s",
                    history.steps(),
                    history.steps() == 1 ? "" : "s",
                    clock(history.seconds()),
                    history.millisecondsPerStep(),
                    history.device());
        }
    }

    private static String figures(Epoch epoch) {
        StringBuilder text = new StringBuilder("loss ").append(Figures.of(epoch.loss()));
        append(text, "", epoch.metrics());
        epoch.validationLoss().ifPresent(loss -> text.append("  val_loss ").append(Figures.of(loss)));
        append(text, "val_", epoch.validationMetrics());
        return text.toString();
    }

    private static void append(StringBuilder text, String prefix, Map<Metric, Double> metrics) {
        metrics.forEach((metric, value) ->
                text.append("  ").append(prefix).append(metric).append(' ').append(Figures.of(value)));
    }

    private int lastEpoch() {
        return plan.firstEpoch() + plan.epochs() - 1;
    }

    private String label(int epoch) {
        String last = Integer.toString(lastEpoch());
        return String.format(Locale.ROOT, "epoch %" + last.length() + "d/%s", epoch, last);
    }

    private String bar(int step) {
        int full = (int) ((long) WIDTH * step / plan.stepsPerEpoch());
        return "[" + "=".repeat(full) + " ".repeat(WIDTH - full) + "]";
    }

    /** Overwrites the line; blanks cover what a longer text left behind. */
    private void draw(String text) {
        out.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
        out.flush();
        shown = text.length();
    }

    /** Minutes and seconds, or hours too: 0:07, 12:30, 1:02:03. */
    static String clock(double seconds) {
        long whole = Math.round(Math.max(0, seconds));
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
