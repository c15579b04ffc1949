package dev.unroll.runtime.io;

import dev.unroll.runtime.train.Duration;
import dev.unroll.runtime.train.Schedule;
import dev.unroll.runtime.train.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Schedules as metadata text, without their first rate; a constant one is empty. Throws IllegalArgumentException on other text. */
final class ScheduleText {
    private ScheduleText() {}

    static String of(Schedule schedule) {
        if (schedule instanceof Schedule.Constant) {
            return "";
        }
        if (schedule instanceof Schedule.Step step) {
            return "step," + step.factor() + "," + of(step.every());
        }
        if (schedule instanceof Schedule.Exponential exponential) {
            return "exponential," + exponential.decay() + "," + of(exponential.every());
        }
        if (schedule instanceof Schedule.Cosine cosine) {
            return "cosine," + cosine.to() + of(cosine.over());
        }
        if (schedule instanceof Schedule.WarmupCosine warm) {
            return "warmup_cosine," + warm.to() + "," + of(warm.warmup()) + of(warm.over());
        }
        if (schedule instanceof Schedule.Linear linear) {
            return "linear," + linear.to() + of(linear.over());
        }
        Schedule.ReduceOnPlateau plateau = (Schedule.ReduceOnPlateau) schedule;
        return "reduce_on_plateau," + plateau.factor() + "," + plateau.patience() + "," + plateau.least() + ","
                + plateau.to() + "," + plateau.of();
    }

    private static String of(Duration duration) {
        return duration.unit().name().toLowerCase(Locale.ROOT) + " " + duration.count();
    }

    private static String of(Optional<Duration> duration) {
        return duration.map(d -> "," + of(d)).orElse("");
    }

    static Schedule schedule(double first, String text) {
        if (text.isEmpty()) {
            return Schedule.constant(first);
        }
        Reader reader = new Reader(text, new ArrayList<>(List.of(text.split(",", -1))));
        Schedule schedule =
                switch (reader.next()) {
                    case "step" -> new Schedule.Step(first, reader.number(), reader.duration());
                    case "exponential" -> new Schedule.Exponential(first, reader.number(), reader.duration());
                    case "cosine" -> new Schedule.Cosine(first, reader.number(), reader.rest());
                    case "linear" -> new Schedule.Linear(first, reader.number(), reader.rest());
                    case "warmup_cosine" -> {
                        double to = reader.number();
                        yield new Schedule.WarmupCosine(first, reader.duration(), to, reader.rest());
                    }
                    case "reduce_on_plateau" ->
                        new Schedule.ReduceOnPlateau(
                                first,
                                reader.number(),
                                Integer.parseInt(reader.next()),
                                reader.number(),
                                reader.number(),
                                reader.watch());
                    default -> throw new IllegalArgumentException(text);
                };
        reader.end();
        return schedule;
    }

    private record Reader(String text, List<String> parts) {
        String next() {
            if (parts.isEmpty()) {
                throw new IllegalArgumentException(text);
            }
            return parts.remove(0);
        }

        double number() {
            return Double.parseDouble(next());
        }

        Duration duration() {
            String[] words = next().split(" ", -1);
            if (words.length != 2) {
                throw new IllegalArgumentException(text);
            }
            return new Duration(Integer.parseInt(words[1]), Duration.Unit.valueOf(words[0].toUpperCase(Locale.ROOT)));
        }

        Optional<Duration> rest() {
            return parts.isEmpty() ? Optional.empty() : Optional.of(duration());
        }

        Watch watch() {
            String figure = String.join(",", parts);
            parts.clear();
            if (figure.equals("training.loss")) {
                return Watch.trainingLoss();
            }
            if (figure.equals("validation.loss")) {
                return Watch.validationLoss();
            }
            if (!figure.startsWith("validation.")) {
                throw new IllegalArgumentException(text);
            }
            return Watch.validation(MetricText.metric(figure.substring("validation.".length())));
        }

        void end() {
            if (!parts.isEmpty()) {
                throw new IllegalArgumentException(text);
            }
        }
    }
}
