package dev.unroll.runtime.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How far one call of {@code train} has come, and what its schedule and its stopping rule have seen. All of it goes into a checkpoint as
 * text; doubles survive exactly.
 */
final class Course {
    private final TrainingSpec spec;
    private final String data;
    private final Moment moment;
    private final Watch watched;
    private final Improvement improvement;
    private final Optional<Improvement> plateau;
    private final List<Epoch> epochs = new ArrayList<>();
    private int reductions;
    private int stepsPerEpoch;
    private long steps;
    private boolean stopped;
    // Of the running epoch:
    private int step;
    private double lossSum;
    private double weightSum;
    private double seconds;
    private double rate;
    private List<GradientNorm> gradients = List.of();
    private long began;

    /**
     * A training that begins.
     *
     * @param validated whether there is a validation part
     * @param data says which examples are trained on
     */
    Course(TrainingSpec spec, boolean validated, String data) {
        this.spec = spec;
        this.data = data;
        this.moment = new Moment(spec.epochs());
        this.watched =
                spec.stopWhen().map(StopWhen::of).orElse(validated ? Watch.validationLoss() : Watch.trainingLoss());
        this.improvement =
                new Improvement(watched, spec.stopWhen().map(StopWhen::least).orElse(0.0));
        this.plateau = spec.optimizer().rate() instanceof Schedule.ReduceOnPlateau rule
                ? Optional.of(new Improvement(rule.of(), rule.least()))
                : Optional.empty();
    }

    /** Whether no epoch is left. */
    boolean isDone() {
        return stopped || epochs.size() >= spec.epochs();
    }

    /** Epochs done by this training. */
    List<Epoch> epochs() {
        return epochs;
    }

    /** Steps done by this training. */
    long steps() {
        return steps;
    }

    /** The rate of the next step of an epoch of so many. */
    double rate(int stepsOfEpoch) {
        rate = spec.optimizer().rate().rate(now(stepsOfEpoch));
        return rate;
    }

    /** How probable it is that a decoder reads a true token in the next step of an epoch of so many; 1 unless something else is said. */
    double forced(int stepsOfEpoch) {
        return spec.teacherForcing().isEmpty() ? 1 : spec.teacherForcing().get().rate(now(stepsOfEpoch));
    }

    private Moment now(int stepsOfEpoch) {
        if (stepsPerEpoch == 0) {
            stepsPerEpoch = stepsOfEpoch;
        }
        return moment.at(steps, stepsPerEpoch, epochs.size() + (double) step / stepsOfEpoch, reductions);
    }

    void stepDone(double loss, int weight) {
        steps++;
        step++;
        lossSum += loss * weight;
        weightSum += weight;
    }

    /** Starts the clock. */
    void begin() {
        began = System.nanoTime();
    }

    /** Stops the clock. */
    void pause() {
        seconds += (System.nanoTime() - began) / 1e9;
    }

    /** Steps done in the running epoch. */
    int step() {
        return step;
    }

    /** Mean loss of the running epoch so far. */
    double loss() {
        return lossSum / weightSum;
    }

    /** Takes the gradients of one of the epoch's batches. */
    void gradients(List<GradientNorm> norms) {
        gradients = norms;
    }

    List<GradientNorm> gradients() {
        return gradients;
    }

    /** The rate of the last step. */
    double lastRate() {
        return rate;
    }

    /** Time of the running epoch up to the last {@link #pause}. */
    double seconds() {
        return seconds;
    }

    /** Whether any epoch gave a figure to compare with. */
    boolean hasBest() {
        return improvement.found();
    }

    /** Takes an epoch; true if it is the best so far by what the stopping rule looks at, or by the loss. */
    boolean epochDone(Epoch epoch) {
        epochs.add(epoch);
        step = 0;
        lossSum = 0;
        weightSum = 0;
        seconds = 0;
        gradients = List.of();
        if (plateau.isPresent() && spec.optimizer().rate() instanceof Schedule.ReduceOnPlateau rule) {
            plateau.get().add(figure(rule.of(), epoch));
            if (plateau.get().since() >= rule.patience()) {
                reductions++;
                plateau.get().again();
            }
        }
        boolean best = improvement.add(figure(watched, epoch));
        stopped = spec.stopWhen().isPresent()
                && improvement.since() >= spec.stopWhen().get().patience();
        return best;
    }

    private static double figure(Watch of, Epoch epoch) {
        if (of.part() == Watch.Part.TRAINING) {
            return epoch.loss();
        }
        return of.metric().map(epoch.validationMetrics()::get).orElseGet(() -> epoch.validationLoss()
                .orElseThrow());
    }

    /** Everything, by name. */
    Map<String, String> entries() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("specification", spec.toString());
        entries.put("data", data);
        entries.put("step", step + "," + steps + "," + stepsPerEpoch + "," + reductions + "," + stopped);
        entries.put("loss", lossSum + "," + weightSum + "," + seconds + "," + rate);
        entries.put("gradients", GradientText.of(gradients));
        entries.put("best", improvement.saved());
        plateau.ifPresent(rule -> entries.put("plateau", rule.saved()));
        entries.put("epochs", Integer.toString(epochs.size()));
        for (int e = 0; e < epochs.size(); e++) {
            entries.put("epoch " + e, text(epochs.get(e)));
            entries.put("gradients " + e, GradientText.of(epochs.get(e).gradients()));
        }
        return entries;
    }

    /**
     * Goes on where {@link #entries} was written.
     *
     * @throws TrainingException when that was another training, or the text is none of this class
     */
    void resume(Map<String, String> entries) {
        requireSame("specification", spec.toString(), entries);
        requireSame("data", data, entries);
        try {
            read(entries);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new TrainingException("what the model's file says of an interrupted training cannot be read (" + e
                    + "). Call state().abandon() to begin a new training from its weights");
        }
    }

    private void read(Map<String, String> entries) {
        String[] counts = parts(entries, "step", 5);
        step = Integer.parseInt(counts[0]);
        steps = Long.parseLong(counts[1]);
        stepsPerEpoch = Integer.parseInt(counts[2]);
        reductions = Integer.parseInt(counts[3]);
        stopped = Boolean.parseBoolean(counts[4]);
        String[] sums = parts(entries, "loss", 4);
        lossSum = Double.parseDouble(sums[0]);
        weightSum = Double.parseDouble(sums[1]);
        seconds = Double.parseDouble(sums[2]);
        rate = Double.parseDouble(sums[3]);
        gradients = GradientText.norms(entries.getOrDefault("gradients", ""));
        improvement.restore(entries.getOrDefault("best", ""));
        plateau.ifPresent(rule -> rule.restore(entries.getOrDefault("plateau", "")));
        int done = Integer.parseInt(entries.getOrDefault("epochs", ""));
        for (int e = 0; e < done; e++) {
            epochs.add(epoch(
                    parts(entries, "epoch " + e, 6 + 2 * spec.metrics().size()),
                    GradientText.norms(entries.getOrDefault("gradients " + e, ""))));
        }
    }

    private static void requireSame(String what, String here, Map<String, String> entries) {
        if (!here.equals(entries.get(what))) {
            throw new TrainingException("the interrupted training had another " + what + ": " + entries.get(what)
                    + ", now it is " + here
                    + ". Train with the same to go on where it stopped, or call state().abandon() first to begin a new"
                    + " training from the weights it had");
        }
    }

    private static String[] parts(Map<String, String> entries, String name, int count) {
        String[] parts = entries.getOrDefault(name, "").split(",", -1);
        if (parts.length != count) {
            throw new IllegalArgumentException(name + " is \"" + entries.get(name) + "\"");
        }
        return parts;
    }

    private String text(Epoch epoch) {
        StringBuilder text = new StringBuilder();
        text.append(epoch.number())
                .append(',')
                .append(epoch.steps())
                .append(',')
                .append(epoch.loss());
        text.append(',')
                .append(epoch.rate())
                .append(',')
                .append(epoch.seconds())
                .append(',');
        epoch.validationLoss().ifPresent(text::append);
        for (Metric metric : spec.metrics()) {
            text.append(',').append(epoch.metrics().get(metric)).append(',');
            if (epoch.validationLoss().isPresent()) {
                text.append(epoch.validationMetrics().get(metric));
            }
        }
        return text.toString();
    }

    private Epoch epoch(String[] parts, List<GradientNorm> norms) {
        boolean validated = !parts[5].isEmpty();
        Map<Metric, Double> training = new LinkedHashMap<>();
        Map<Metric, Double> validation = new LinkedHashMap<>();
        for (int m = 0; m < spec.metrics().size(); m++) {
            training.put(spec.metrics().get(m), Double.parseDouble(parts[6 + 2 * m]));
            if (validated) {
                validation.put(spec.metrics().get(m), Double.parseDouble(parts[7 + 2 * m]));
            }
        }
        return new Epoch(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Double.parseDouble(parts[2]),
                training,
                validated ? OptionalDouble.of(Double.parseDouble(parts[5])) : OptionalDouble.empty(),
                validation,
                Double.parseDouble(parts[4]),
                Double.parseDouble(parts[3]),
                norms);
    }
}
