package dev.unroll.runtime.train;

import dev.unroll.runtime.memory.Matrix;
import java.util.ArrayList;
import java.util.List;

/** Where along the steps of a batch gradients stopped being finite. */
final class NotFinite {
    private NotFinite() {}

    /** For each layer with such a step the last one, which is the first that the backward pass reaches, counted from 0. */
    static List<String> steps(List<Probe> probes) {
        List<String> places = new ArrayList<>();
        for (Probe probe : probes) {
            for (int t = probe.gradient().packing().steps() - 1; t >= 0; t--) {
                if (!isFinite(probe.gradient().at(t))) {
                    places.add(probe.layer() + " at step " + t);
                    break;
                }
            }
        }
        return places;
    }

    private static boolean isFinite(Matrix rows) {
        for (int r = 0; r < rows.rows(); r++) {
            for (int c = 0; c < rows.cols(); c++) {
                if (!Double.isFinite(rows.getDouble(r, c))) {
                    return false;
                }
            }
        }
        return true;
    }
}
