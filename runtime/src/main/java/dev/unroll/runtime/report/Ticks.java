package dev.unroll.runtime.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Round numbers along an axis.
 *
 * @param low at or below the smallest value shown
 * @param high at or above the largest
 * @param step 1, 2 or 5 times a power of ten
 */
record Ticks(double low, double high, double step) {
    /** About {@code count} steps covering the values. A single value gets room on both sides. */
    static Ticks over(double min, double max, int count) {
        double span = max - min;
        if (!(span > 0)) {
            span = Math.max(Math.abs(max), 1);
            min -= span / 2;
            max += span / 2;
        }
        double rough = span / count;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        double step = power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
        return new Ticks(Math.floor(min / step) * step, Math.ceil(max / step) * step, step);
    }

    /** Whole powers of ten around values that are decimal logarithms. */
    static Ticks overPowers(double min, double max) {
        double low = Math.floor(min);
        double high = Math.max(Math.ceil(max), low + 1);
        double step = Math.ceil((high - low) / 6);
        return new Ticks(low, low + step * Math.ceil((high - low) / step), step);
    }

    /** The number whose decimal logarithm is {@code power}. */
    static String powerLabel(double power) {
        return power >= -4 && power <= 6
                ? String.format(Locale.ROOT, "%,." + (int) Math.max(0, -power) + "f", Math.pow(10, power))
                : String.format(Locale.ROOT, "1e%.0f", power);
    }

    List<Double> values() {
        List<Double> values = new ArrayList<>();
        int count = (int) Math.round((high - low) / step);
        for (int i = 0; i <= count; i++) {
            values.add(low + i * step);
        }
        return values;
    }

    /** With just the digits that tell ticks apart. */
    String label(double value) {
        double size = Math.max(Math.abs(low), Math.abs(high));
        if (size >= 1e9 || step < 1e-5) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        int digits = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        return String.format(Locale.ROOT, "%,." + digits + "f", Math.abs(value) < step / 1000 ? 0.0 : value);
    }
}
