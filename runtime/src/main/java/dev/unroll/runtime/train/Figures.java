package dev.unroll.runtime.train;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
    private Figures() {}

    /** About four significant digits, without an exponent where that is readable: 1,234; 12.34; 0.001234; 1.234e-05. */
    static String of(double x) {
        double size = Math.abs(x);
        if (size == 0 || Double.isNaN(x) || Double.isInfinite(x)) {
            return x == 0 ? "0" : Double.toString(x);
        }
        if (size < 1e-4 || size >= 1e9) {
            return String.format(Locale.ROOT, "%.3e", x);
        }
        int digits = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%,." + Math.min(digits, 7) + "f", x);
    }
}
