package dev.unroll.runtime.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A line chart as inline SVG; colours come from the page's style sheet, so it suits light and dark. */
final class Chart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 300;
    private static final int LEFT = 74;
    private static final int RIGHT = 16;
    private static final int TOP = 14;
    private static final int BOTTOM = 44;

    private final String title;
    private final String xLabel;
    private final double firstX;
    private final List<Line> lines = new ArrayList<>();
    private boolean logarithmic;

    private record Line(String name, List<Double> y) {}

    Chart(String title, String xLabel, double firstX) {
        this.title = title;
        this.xLabel = xLabel;
        this.firstX = firstX;
    }

    /** Adds a line of points one apart; numbers that are not finite leave gaps. */
    Chart line(String name, double[] y) {
        lines.add(new Line(name, Arrays.stream(y).boxed().toList()));
        return this;
    }

    /** Draws powers of ten at equal distances; numbers from 0 down leave gaps. */
    Chart logarithmic() {
        logarithmic = true;
        return this;
    }

    /** Where a number lies along the vertical axis, before the axis is stretched to the chart. */
    private double height(double y) {
        return logarithmic ? (y > 0 ? Math.log10(y) : Double.NaN) : y;
    }

    private Ticks vertical(double min, double max) {
        return logarithmic ? Ticks.overPowers(min, max) : Ticks.over(min, max, 5);
    }

    String svg() {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        int points = 1;
        for (Line line : lines) {
            points = Math.max(points, line.y().size());
            for (double number : line.y()) {
                double y = height(number);
                if (Double.isFinite(y)) {
                    min = Math.min(min, y);
                    max = Math.max(max, y);
                }
            }
        }
        if (min > max) {
            return Html.element("p", title + ": no finite number to draw");
        }
        Ticks vertical = vertical(min, max);
        StringBuilder out = new StringBuilder();
        out.append("<figure>").append(Html.element("figcaption", title));
        legend(out);
        out.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
                WIDTH,
                HEIGHT,
                Html.escape(title)));
        grid(out, vertical, points);
        for (int l = 0; l < lines.size(); l++) {
            path(out, lines.get(l), l, vertical, points);
        }
        return out.append("</svg></figure>\n").toString();
    }

    private void legend(StringBuilder out) {
        out.append("<div class=\"legend\">");
        for (int l = 0; l < lines.size(); l++) {
            out.append("<span><i class=\"k")
                    .append(l)
                    .append("\"></i>")
                    .append(Html.escape(lines.get(l).name()))
                    .append("</span>");
        }
        out.append("</div>");
    }

    private void grid(StringBuilder out, Ticks vertical, int points) {
        for (double value : vertical.values()) {
            double y = y(value, vertical);
            out.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
                    LEFT,
                    y,
                    WIDTH - RIGHT,
                    y));
            text(out, "end", LEFT - 8, y + 4, logarithmic ? Ticks.powerLabel(value) : vertical.label(value));
        }
        Ticks horizontal = Ticks.over(firstX, firstX + Math.max(1, points - 1), 8);
        for (double value : horizontal.values()) {
            if (value >= firstX && value <= firstX + points - 1 && value == Math.rint(value)) {
                text(out, "middle", x(value - firstX, points), HEIGHT - BOTTOM + 18, horizontal.label(value));
            }
        }
        text(out, "middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, xLabel);
        out.append('\n');
    }

    private static void text(StringBuilder out, String anchor, double x, double y, String text) {
        out.append(String.format(
                Locale.ROOT,
                "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                anchor,
                x,
                y,
                Html.escape(text)));
    }

    private void path(StringBuilder out, Line line, int number, Ticks vertical, int points) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        int drawn = 0;
        for (int i = 0; i < line.y().size(); i++) {
            double y = height(line.y().get(i));
            if (Double.isFinite(y)) {
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", x(i, points), y(y, vertical)));
                drawn++;
            }
            pen = Double.isFinite(y);
        }
        if (drawn == 1) {
            // A path of one point shows nothing without a stroke of some length.
            path.append("h0.1");
        }
        out.append("<path class=\"l")
                .append(number)
                .append("\" d=\"")
                .append(path)
                .append("\"/>\n");
    }

    private static double x(double index, int points) {
        return LEFT + (WIDTH - LEFT - RIGHT) * (points > 1 ? index / (points - 1) : 0.5);
    }

    private static double y(double value, Ticks ticks) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (ticks.high() - value) / (ticks.high() - ticks.low());
    }
}
