package dev.unroll.runtime.report;

import dev.unroll.runtime.metric.ConfusionMatrix;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Which classes are taken for which. Shades are shares of a row, so that rare classes are seen as well as frequent ones. */
final class ConfusionSection {
    /** Most classes shown: with more, a cell would be too small to see. */
    static final int CLASSES = 60;

    private ConfusionSection() {}

    static String html(String output, ConfusionMatrix matrix) {
        int all = matrix.classes().size();
        int[] shown = IntStream.range(0, all)
                .boxed()
                .sorted(Comparator.comparingLong((Integer c) -> -matrix.actual(c)))
                .limit(CLASSES)
                .sorted()
                .mapToInt(c -> c)
                .toArray();
        List<String> names = IntStream.of(shown).mapToObj(matrix.classes()::get).toList();
        HeatMap.Cells cells = new HeatMap.Cells() {
            private double share(int row, int column) {
                return (double) matrix.count(shown[row], shown[column]) / matrix.actual(shown[row]);
            }

            @Override
            public double shade(int row, int column) {
                return share(row, column);
            }

            @Override
            public String figure(int row, int column) {
                long count = matrix.count(shown[row], shown[column]);
                return count < 10_000 ? Long.toString(count) : String.format(Locale.ROOT, "%.0fk", count / 1000.0);
            }

            @Override
            public String told(int row, int column) {
                return String.format(
                        Locale.ROOT,
                        "%s taken for %s: %,d of %,d (%.1f %%)",
                        names.get(row),
                        names.get(column),
                        matrix.count(shown[row], shown[column]),
                        matrix.actual(shown[row]),
                        100 * share(row, column));
            }
        };
        String which = all > CLASSES ? ", the " + CLASSES + " most frequent of " + all + " classes" : "";
        return new HeatMap(output + ": truth downwards, prediction across" + which, names, names, cells).svg(true);
    }
}
