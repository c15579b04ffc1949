package dev.unroll.runtime.report;

import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.Sample;
import java.util.List;
import java.util.Locale;

/** Examples with their truth and what the model says; the worst mistakes come first. */
final class SampleSection {
    private final PortNames names;

    SampleSection(PortNames names) {
        this.names = names;
    }

    String html(ModelSignature.Port output, List<Sample> samples) {
        if (samples.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<table class=\"samples\"><tr><th>example</th><th>input</th>");
        boolean sequence = output.isSequence();
        out.append(
                sequence
                        ? "<th>truth, step by step</th></tr>\n"
                        : "<th>truth</th><th>model</th><th>probability of the truth</th></tr>\n");
        for (Sample sample : samples) {
            out.append("<tr>")
                    .append(Html.element("td", Integer.toString(sample.example())))
                    .append(Html.element("td", input(sample)));
            if (sequence) {
                out.append("<td class=\"text\">");
                for (int t = 0; t < sample.truth().size(); t++) {
                    step(out, output, sample, t);
                }
                out.append("</td>");
            } else {
                boolean right = sample.isRight();
                out.append(Html.element("td", names.of(output, sample.truth().get(0))))
                        .append("<td>")
                        .append(right ? "" : "<b class=\"wrong\">✗ ")
                        .append(Html.escape(names.of(output, sample.predicted().get(0))))
                        .append(right ? "" : "</b>")
                        .append("</td>")
                        .append(Html.element(
                                "td",
                                String.format(
                                        Locale.ROOT,
                                        "%.3f",
                                        sample.probability().get(0))));
            }
            out.append("</tr>\n");
        }
        return out.append("</table>\n").toString();
    }

    /** A step is the darker the less probable its truth was; wrong ones are underlined and say what was predicted. */
    private void step(StringBuilder out, ModelSignature.Port output, Sample sample, int t) {
        int truth = sample.truth().get(t);
        int guess = sample.predicted().get(t);
        double p = sample.probability().get(t);
        String told = String.format(
                Locale.ROOT, "probability %.3f%s", p, truth == guess ? "" : ", model: " + names.of(output, guess));
        boolean characters = output.content() instanceof ModelSignature.Content.Tokens;
        out.append(WeightedText.token(names.of(output, truth), 0.6 * (1 - p), told, truth == guess ? "" : " wrong"));
        if (!characters
                || names.of(output, truth)
                                .codePointCount(0, names.of(output, truth).length())
                        > 1) {
            out.append(' ');
        }
    }

    private String input(Sample sample) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sample.inputs().size(); i++) {
            ModelSignature.Port port = names.input(i);
            String separator = "";
            for (int id : sample.inputs().get(i)) {
                String token = names.of(port, id);
                text.append(separator).append(token);
                separator = token.codePointCount(0, token.length()) > 1 ? " " : "";
            }
            text.append(text.isEmpty() || i + 1 == sample.inputs().size() ? "" : " | ");
        }
        return text.toString();
    }
}
