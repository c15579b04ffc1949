package dev.unroll.runtime.io;

import dev.unroll.runtime.data.Scaler;
import dev.unroll.runtime.train.Optimizer;
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
        if (optimizer instanceof Optimizer.Adam adam) {
            return "adam;" + join(adam.rate(), adam.beta1(), adam.beta2(), adam.epsilon());
        }
        Optimizer.Sgd sgd = (Optimizer.Sgd) optimizer;
        return "sgd;" + join(sgd.rate(), sgd.momentum(), sgd.nesterov() ? 1 : 0);
    }

    static Optimizer optimizer(String text) {
        String[] parts = parts(text, 2);
        double[] d = doubles(parts[1]);
        if (parts[0].equals("adam") && d.length == 4) {
            return new Optimizer.Adam(d[0], d[1], d[2], d[3]);
        }
        if (parts[0].equals("sgd") && d.length == 3) {
            return new Optimizer.Sgd(d[0], d[1], d[2] != 0);
        }
        throw new IllegalArgumentException(text);
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
