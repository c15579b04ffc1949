package dev.unroll.runtime.report;

import java.util.List;
import java.util.Locale;

/** A table of shades as inline SVG; each cell says its figure when pointed at, and shows it where there is room. */
final class HeatMap {
    private static final int WIDTH = 860;
    private static final int MOST_SIDE = 54;
    private static final int ROOM_FOR_TEXT = 30;
    private static final int NARROW = 20;
    private static final double DARK = 0.55;
    private static final int LABEL = 18;

    private final String title;
    private final List<String> rows;
    private final List<String> columns;
    private final Cells cells;

    /** What a cell shows: how dark from 0 to 1 (NaN for nothing), a short figure, and what it says when pointed at. */
    interface Cells {
        double shade(int row, int column);

        String figure(int row, int column);

        String told(int row, int column);
    }

    /** A map; labels that do not fit are shortened. */
    HeatMap(String title, List<String> rows, List<String> columns, Cells cells) {
        this.title = title;
        this.rows = List.copyOf(rows);
        this.columns = List.copyOf(columns);
        this.cells = cells;
    }

    /** @param square whether cells are as high as wide; else they are low */
    String svg(boolean square) {
        int left = 14
                + 7
                        * Math.min(
                                LABEL,
                                rows.stream().mapToInt(String::length).max().orElse(1));
        double side = Math.min(MOST_SIDE, (double) (WIDTH - left) / columns.size());
        double height = square ? side : Math.max(14, Math.min(24, side));
        boolean upright = columns.stream().mapToInt(String::length).max().orElse(1) * 7 < side;
        int top = upright
                ? 20
                : 14
                        + (side < NARROW ? 7 : 6)
                                * Math.min(
                                        LABEL,
                                        columns.stream()
                                                .mapToInt(String::length)
                                                .max()
                                                .orElse(1));
        StringBuilder out = new StringBuilder("<figure>").append(Html.element("figcaption", title));
        out.append(String.format(
                Locale.ROOT,
                "<svg class=\"map\" viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"%s\">\n",
                WIDTH,
                top + height * rows.size() + 4,
                Html.escape(title)));
        for (int c = 0; c < columns.size(); c++) {
            double x = left + (c + 0.5) * side + (side < NARROW ? 3 : 0);
            String turn = upright
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            " transform=\"rotate(%d %.1f %d)\"%s",
                            side < NARROW ? -90 : -60,
                            x,
                            top - 6,
                            side < NARROW ? " class=\"tiny\"" : "");
            out.append(String.format(
                    Locale.ROOT,
                    "<text text-anchor=\"%s\" x=\"%.1f\" y=\"%d\"%s>%s</text>",
                    upright ? "middle" : "start",
                    x,
                    top - 6,
                    turn,
                    label(columns.get(c))));
        }
        for (int r = 0; r < rows.size(); r++) {
            out.append(String.format(
                    Locale.ROOT,
                    "<text text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%s</text>",
                    left - 6,
                    top + (r + 0.5) * height + 4,
                    label(rows.get(r))));
            for (int c = 0; c < columns.size(); c++) {
                cell(out, r, c, left + c * side, top + r * height, side, height);
            }
            out.append('\n');
        }
        return out.append("</svg></figure>\n").toString();
    }

    private void cell(StringBuilder out, int r, int c, double x, double y, double side, double height) {
        double shade = cells.shade(r, c);
        if (Double.isNaN(shade)) {
            return;
        }
        out.append(String.format(
                Locale.ROOT,
                "<g><title>%s</title><rect x=\"%.1f\" y=\"%.1f\" width=\"%.2f\" height=\"%.2f\" fill-opacity=\"%.2f\"/>",
                Html.escape(cells.told(r, c)),
                x,
                y,
                side - 0.5,
                height - 0.5,
                Math.max(0, Math.min(1, shade))));
        if (side >= ROOM_FOR_TEXT && height >= 16) {
            out.append(String.format(
                    Locale.ROOT,
                    "<text class=\"%s\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                    shade > DARK ? "on" : "off",
                    x + side / 2,
                    y + height / 2 + 4,
                    Html.escape(cells.figure(r, c))));
        }
        out.append("</g>");
    }

    private static String label(String text) {
        return Html.escape(
                text.codePointCount(0, text.length()) <= LABEL
                        ? text
                        : text.substring(0, text.offsetByCodePoints(0, LABEL - 1)) + "…");
    }
}
