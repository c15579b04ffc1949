package dev.unroll.runtime.report;

import java.util.List;
import java.util.Locale;

/**
 * A text whose tokens are as dark as they weigh.
 *
 * @param caption what it is
 * @param tokens characters or words
 * @param weights one per token, 0 or more
 */
record WeightedText(String caption, List<String> tokens, List<Double> weights) {
    WeightedText {
        tokens = List.copyOf(tokens);
        weights = List.copyOf(weights);
        if (tokens.size() != weights.size()) {
            throw new IllegalArgumentException(
                    caption + ": " + tokens.size() + " tokens, but " + weights.size() + " weights");
        }
    }

    String html() {
        double most = weights.stream().mapToDouble(w -> w).max().orElse(0);
        StringBuilder out = new StringBuilder("<figure>").append(Html.element("figcaption", caption));
        out.append("<p class=\"text\">");
        for (int i = 0; i < tokens.size(); i++) {
            out.append(token(
                    tokens.get(i),
                    most > 0 ? weights.get(i) / most : 0,
                    String.format(Locale.ROOT, "%.4f", weights.get(i)),
                    ""));
            // Words need a gap; characters bring theirs along.
            if (tokens.get(i).codePointCount(0, tokens.get(i).length()) > 1) {
                out.append(' ');
            }
        }
        return out.append("</p></figure>\n").toString();
    }

    /** A token with a background of a shade from 0 to 1. */
    static String token(String token, double shade, String told, String style) {
        int level = Double.isNaN(shade) ? 0 : (int) Math.round(10 * Math.max(0, Math.min(1, shade)));
        return "<span class=\"w" + level + style + "\" title=\"" + Html.escape(told) + "\">" + Html.escape(token)
                + "</span>";
    }
}
