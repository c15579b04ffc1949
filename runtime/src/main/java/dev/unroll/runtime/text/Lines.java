package dev.unroll.runtime.text;

import java.util.ArrayList;
import java.util.List;

/** Long lists of tokens or labels in generated classes: many to one string literal, one on each line. */
public final class Lines {
    private Lines() {}

    /** The lines of all texts, in order. */
    public static List<String> of(String... texts) {
        List<String> lines = new ArrayList<>();
        for (String text : texts) {
            // Not String.lines(): a token may be an odd line separator, and only \n ends a line here.
            lines.addAll(List.of(text.split("\n", -1)));
        }
        return lines;
    }
}
