package dev.unroll.compiler.outline;

import dev.unroll.compiler.plan.Bytes;
import dev.unroll.compiler.types.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An outline as lines of text: what {@code summary()} and the goal {@code validate} show. */
public final class OutlineText {
    private static final List<String> HEADING =
            List.of("layer", "gives", "parameters", "FLOPs a step", "FLOPs an example");

    private OutlineText() {}

    /** The lines of {@code outline}, without line ends. */
    public static List<String> lines(Outline outline) {
        List<String> lines = new ArrayList<>();
        lines.add(outline.model().name() + " (" + outline.model().source().file() + "), " + count(outline.parameters())
                + " parameters");
        outline.model().inputs().forEach(port -> lines.add("  input  " + port(port)));
        outline.model().outputs().forEach(port -> lines.add("  output " + port(port)));
        lines.addAll(table(rows(outline)));
        lines.add("  weights need " + count(4 * outline.parameters())
                + " bytes, and as many for each of gradients and two" + " moments while training");
        lines.add("  a training step needs " + bytes(outline.training()));
        lines.add("  a prediction needs " + bytes(outline.prediction()));
        return lines;
    }

    private static List<List<String>> rows(Outline outline) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADING);
        outline.layers().forEach(layer -> rows.add(row(layer.name(), layer.type(), layer.parameters(), layer.cost())));
        if (!outline.others().equals(Cost.NONE)) {
            rows.add(row("(no layer)", "", 0, outline.others()));
        }
        rows.add(row("total", "", outline.parameters(), outline.cost()));
        return rows;
    }

    private static List<String> row(String name, String type, long parameters, Cost cost) {
        return List.of(name, type, count(parameters), count(cost.perStep()), count(cost.perExample()));
    }

    /** Names to the left, numbers to the right. */
    private static List<String> table(List<List<String>> rows) {
        int[] widths = new int[HEADING.size()];
        rows.forEach(row -> {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        });
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String pad = " ".repeat(widths[c] - row.get(c).length());
                line.append("  ").append(c < 2 ? row.get(c) + pad : pad + row.get(c));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static String port(Port port) {
        return port.name() + " : " + port.typeText()
                + port.scaling().map(scaling -> " scaled " + scaling).orElse("");
    }

    private static String bytes(Bytes bytes) {
        List<String> parts = new ArrayList<>();
        if (bytes.perRow() > 0) {
            parts.add(count(bytes.perRow()) + " bytes for each example");
        }
        if (bytes.perToken() > 0) {
            parts.add(count(bytes.perToken()) + " for each step of each example");
        }
        if (bytes.fixed() > 0 || parts.isEmpty()) {
            parts.add(count(bytes.fixed()) + (parts.isEmpty() ? " bytes" : " besides"));
        }
        return String.join(", ", parts);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
