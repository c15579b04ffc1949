package dev.unroll.runtime.report;

import dev.unroll.runtime.train.Epoch;
import dev.unroll.runtime.train.GradientNorm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How large gradients are, in shades of the logarithm: of each layer's weights over the epochs, and of each recurrent layer over
 * the time steps. A layer that turns pale towards its early steps does not learn from them.
 */
final class GradientSection {
    private static final int EPOCHS = 40;

    private GradientSection() {}

    static String html(List<Epoch> epochs) {
        List<Epoch> shown = spread(
                epochs.stream().filter(epoch -> !epoch.gradients().isEmpty()).toList());
        Map<String, List<List<Double>>> weights = new LinkedHashMap<>();
        Map<String, List<List<Double>>> steps = new LinkedHashMap<>();
        Map<String, Integer> each = new LinkedHashMap<>();
        for (Epoch epoch : shown) {
            for (GradientNorm norm : epoch.gradients()) {
                boolean single = norm.perStep().size() == 1;
                (single ? weights : steps)
                        .computeIfAbsent(norm.layer(), layer -> new ArrayList<>())
                        .add(norm.perStep());
                each.merge(norm.layer(), norm.stepsEach(), Math::max);
            }
        }
        if (weights.isEmpty() && steps.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<h2>Gradients</h2>\n");
        out.append(Html.element(
                "p",
                "Norms of the first batch's gradients of an epoch, before clipping. Darker is larger; each shade is a"
                        + " power of ten's share."));
        List<String> numbers =
                shown.stream().map(epoch -> Integer.toString(epoch.number())).toList();
        if (!weights.isEmpty()) {
            List<List<Double>> rows = weights.values().stream()
                    .map(perEpoch -> perEpoch.stream().map(one -> one.get(0)).toList())
                    .toList();
            out.append(map("weights by layer and epoch", List.copyOf(weights.keySet()), numbers, rows));
        }
        steps.forEach((layer, rows) -> {
            int columns = rows.stream().mapToInt(List::size).max().orElse(0);
            List<String> labels = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                labels.add(columns <= 25 || c % 10 == 0 ? Integer.toString(c * each.get(layer) + 1) : "");
            }
            out.append(map(
                    layer + ": time steps across, epochs downwards", numbers.subList(0, rows.size()), labels, rows));
        });
        return out.toString();
    }

    private static List<Epoch> spread(List<Epoch> epochs) {
        List<Epoch> shown = new ArrayList<>();
        int count = Math.min(EPOCHS, epochs.size());
        for (int i = 0; i < count; i++) {
            shown.add(epochs.get(count == 1 ? 0 : (int) ((long) i * (epochs.size() - 1) / (count - 1))));
        }
        return shown;
    }

    private static String map(String title, List<String> rows, List<String> columns, List<List<Double>> norms) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (List<Double> row : norms) {
            for (double norm : row) {
                if (norm > 0 && Double.isFinite(norm)) {
                    low = Math.min(low, Math.log10(norm));
                    high = Math.max(high, Math.log10(norm));
                }
            }
        }
        // At least three powers of ten, so that small differences do not look like large ones.
        double darkest = high;
        double palest = Math.min(low, high - 3);
        HeatMap.Cells cells = new HeatMap.Cells() {
            private double norm(int row, int column) {
                return column < norms.get(row).size() ? norms.get(row).get(column) : Double.NaN;
            }

            @Override
            public double shade(int row, int column) {
                double norm = norm(row, column);
                return norm > 0 ? (Math.log10(norm) - palest) / (darkest - palest) : norm == 0 ? 0 : Double.NaN;
            }

            @Override
            public String figure(int row, int column) {
                return String.format(Locale.ROOT, "%.0e", norm(row, column))
                        .replace("e-0", "e-")
                        .replace("e+0", "e");
            }

            @Override
            public String told(int row, int column) {
                return String.format(Locale.ROOT, "%s, %d: %.3g", rows.get(row), column + 1, norm(row, column));
            }
        };
        String range = low > high
                ? ", all 0"
                : String.format(Locale.ROOT, ", from %.1e to %.1e", Math.pow(10, low), Math.pow(10, high));
        return new HeatMap(title + range, rows, columns, cells).svg(false);
    }
}
