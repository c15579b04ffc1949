package dev.unroll.runtime.io;

import dev.unroll.runtime.data.Scaler;
import dev.unroll.runtime.train.Optimizer;
import dev.unroll.runtime.train.Schedule;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Scalers and optimiser rules as metadata text; doubles survive exactly. Throws IllegalArgumentException on other text. */
final class StateText {
    private StateText() {}

    static String of(Scaler scaler) {
        return scaler.low() + ";" + join(scaler.origin()) + ";" + join(scaler.factor());
    }

    static Scaler scaler(String text) {
        String[] parts = parts(text, 3);
        return Scaler.of(doubles(parts[1]), doubles(parts[2]), Double.parseDouble(parts[0]));
    }

    static String of(Optimizer optimizer) {
        String schedule = ScheduleText.of(optimizer.rate());
        return rule(optimizer, optimizer.rate().first()) + (schedule.isEmpty() ? "" : ";" + schedule);
    }

    private static String rule(Optimizer optimizer, double first) {
        if (optimizer instanceof Optimizer.Adam adam) {
            return "adam;" + join(first, adam.beta1(), adam.beta2(), adam.epsilon());
        }
        if (optimizer instanceof Optimizer.AdamW adam) {
            return "adamw;" + join(first, adam.beta1(), adam.beta2(), adam.epsilon());
        }
        if (optimizer instanceof Optimizer.RmsProp rmsprop) {
            return "rmsprop;" + join(first, rmsprop.rho(), rmsprop.epsilon());
        }
        if (optimizer instanceof Optimizer.Adagrad adagrad) {
            return "adagrad;" + join(first, adagrad.epsilon());
        }
        Optimizer.Sgd sgd = (Optimizer.Sgd) optimizer;
        return "sgd;" + join(first, sgd.momentum(), sgd.nesterov() ? 1 : 0);
    }

    static Optimizer optimizer(String text) {
        String[] parts = text.split(";", 3);
        if (parts.length < 2) {
            throw new IllegalArgumentException(text);
        }
        double[] d = doubles(parts[1]);
        Schedule rate = ScheduleText.schedule(d[0], parts.length == 3 ? parts[2] : "");
        return switch (parts[0] + d.length) {
            case "adam4" -> new Optimizer.Adam(rate, d[1], d[2], d[3]);
            case "adamw4" -> new Optimizer.AdamW(rate, d[1], d[2], d[3]);
            case "rmsprop3" -> new Optimizer.RmsProp(rate, d[1], d[2]);
            case "adagrad2" -> new Optimizer.Adagrad(rate, d[1]);
            case "sgd3" -> new Optimizer.Sgd(rate, d[1], d[2] != 0);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static String[] parts(String text, int count) {
        String[] parts = text.split(";", -1);
        if (parts.length != count) {
            throw new IllegalArgumentException(text);
        }
        return parts;
    }

    private static String join(double... numbers) {
        return Arrays.stream(numbers).mapToObj(Double::toString).collect(Collectors.joining(","));
    }

    private static double[] doubles(String text) {
        return Arrays.stream(text.split(",", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
