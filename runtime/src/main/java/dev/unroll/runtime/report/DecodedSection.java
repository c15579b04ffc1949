package dev.unroll.runtime.report;

import dev.unroll.runtime.decode.Decoded;
import dev.unroll.runtime.metric.EditCounts;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a decoder gave by itself: how often it is wrong, examples beside their truth, and what each token attended to. */
final class DecodedSection {
    /** Most examples that are wrong, and most of the others. */
    private static final int EACH = 12;

    private static final int MAPS = 4;

    private DecodedSection() {}

    /** Nothing without examples. */
    static String html(List<DecodedExample> examples) {
        if (examples.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<h2>Outputs by the decoder alone</h2>\n");
        out.append(Html.element("p", figures(examples)));
        out.append("<table class=\"samples\"><tr><th>example</th><th>input</th><th>truth</th><th>model</th>"
                + "<th>score</th></tr>\n");
        chosen(examples, EACH).forEach(k -> row(out, k, examples.get(k)));
        out.append("</table>\n");
        chosen(examples, MAPS)
                .filter(k -> isWeighed(examples.get(k)))
                .forEach(k -> out.append(map(k, examples.get(k)).svg(false)));
        return out.toString();
    }

    /** The first ones that are wrong, then the first others. */
    private static Stream<Integer> chosen(List<DecodedExample> examples, int each) {
        List<Integer> all = IntStream.range(0, examples.size()).boxed().toList();
        return Stream.concat(
                all.stream().filter(k -> !examples.get(k).isRight()).limit(each),
                all.stream().filter(k -> examples.get(k).isRight()).limit(each));
    }

    private static String figures(List<DecodedExample> examples) {
        EditCounts counts = new EditCounts();
        Map<String, Integer> ids = new HashMap<>();
        for (DecodedExample example : examples) {
            int[] truth = ids(example.truth(), ids);
            int[] given = ids(example.output().tokens(), ids);
            counts.add(truth, truth.length, given, given.length);
        }
        return String.format(
                Locale.ROOT,
                "Of %,d outputs %.2f %% differ from the truth (sequence error rate). Insertions, deletions and replacements"
                        + " that would mend them are %.2f %% of the true tokens (token error rate).",
                examples.size(),
                100 * counts.sequenceRate(),
                100 * counts.tokenRate());
    }

    private static int[] ids(List<String> tokens, Map<String, Integer> ids) {
        return tokens.stream()
                .mapToInt(token -> ids.computeIfAbsent(token, t -> ids.size()))
                .toArray();
    }

    private static void row(StringBuilder out, int k, DecodedExample example) {
        Decoded output = example.output();
        String given = shown(output.tokens()) + (output.ended() ? "" : " …");
        out.append("<tr>")
                .append(Html.element("td", Integer.toString(k)))
                .append(Html.element("td", shown(example.input())))
                .append(Html.element("td", shown(example.truth())))
                .append("<td>")
                .append(example.isRight() ? "" : "<b class=\"wrong\">✗ ")
                .append(Html.escape(given))
                .append(example.isRight() ? "" : "</b>")
                .append("</td>")
                .append(Html.element("td", String.format(Locale.ROOT, "%.3f", output.score())))
                .append("</tr>\n");
    }

    /** Characters as they are, longer tokens with blanks between. */
    private static String shown(List<String> tokens) {
        boolean characters = tokens.stream().allMatch(token -> token.codePointCount(0, token.length()) == 1);
        return String.join(characters ? "" : " ", tokens);
    }

    /** Whether there is a row of weights for every token, and a weight for every token read. */
    private static boolean isWeighed(DecodedExample example) {
        Decoded output = example.output();
        return !output.tokens().isEmpty()
                && output.attention().size() >= output.tokens().size()
                && output.attention().stream()
                        .allMatch(row -> row.size() == example.input().size());
    }

    private static HeatMap map(int k, DecodedExample example) {
        List<String> given = example.output().tokens();
        List<List<Float>> weights = example.output().attention();
        HeatMap.Cells cells = new HeatMap.Cells() {
            @Override
            public double shade(int row, int column) {
                return weights.get(row).get(column);
            }

            @Override
            public String figure(int row, int column) {
                return String.format(Locale.ROOT, "%.2f", shade(row, column));
            }

            @Override
            public String told(int row, int column) {
                return String.format(
                        Locale.ROOT,
                        "%s of %s: %.3f",
                        given.get(row),
                        example.input().get(column),
                        shade(row, column));
            }
        };
        String title = "example " + k + ", \"" + shown(example.input()) + "\": what each token attended to";
        return new HeatMap(title, given, example.input(), cells);
    }
}
