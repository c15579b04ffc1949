package dev.unroll.runtime.report;

import dev.unroll.runtime.metric.RocCurve;
import java.util.List;
import java.util.Locale;

/** The receiver operating characteristic as a square inline SVG, with the diagonal of guessing. */
final class RocSection {
    private static final int SIDE = 320;
    private static final int LEFT = 60;
    private static final int TOP = 10;

    private RocSection() {}

    static String html(String output, List<RocCurve.Point> points, double area) {
        if (points.isEmpty()) {
            return Html.element("p", output + ": no curve, because all rows are of one kind");
        }
        String title = String.format(
                Locale.ROOT, "%s: share of yes found, over share of no taken for yes; area %.4f", output, area);
        StringBuilder path = new StringBuilder();
        for (RocCurve.Point point : points) {
            path.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    path.isEmpty() ? "M" : "L",
                    LEFT + SIDE * point.falsePositiveRate(),
                    TOP + SIDE * (1 - point.truePositiveRate())));
        }
        StringBuilder out = new StringBuilder("<figure>").append(Html.element("figcaption", title));
        out.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 860 %d\" role=\"img\" aria-label=\"%s\">\n",
                TOP + SIDE + 40,
                Html.escape(title)));
        for (int i = 0; i <= 4; i++) {
            double share = i / 4.0;
            out.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>"
                            + "<text text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%.2f</text>"
                            + "<text text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%.2f</text>",
                    LEFT,
                    TOP + SIDE * (1 - share),
                    LEFT + SIDE,
                    TOP + SIDE * (1 - share),
                    LEFT - 8,
                    TOP + SIDE * (1 - share) + 4,
                    share,
                    LEFT + SIDE * share,
                    TOP + SIDE + 18,
                    share));
        }
        out.append(String.format(
                Locale.ROOT,
                "<path class=\"guess\" d=\"M%d %dL%d %d\"/><path class=\"l0\" d=\"%s\"/></svg></figure>%n",
                LEFT,
                TOP + SIDE,
                LEFT + SIDE,
                TOP,
                path));
        return out.toString();
    }
}
