package dev.unroll.runtime.io;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.text.LabelSet;
import dev.unroll.runtime.text.Vocabulary;
import dev.unroll.runtime.text.VocabularySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Vocabularies and labels as metadata text: JSON, ASCII only. Reading throws {@link IllegalArgumentException} with a message that
 * goes on from "vocabulary X" or "labels X" when the text is malformed or was written for other declarations.
 */
final class VocabularyText {
    private VocabularyText() {}

    /** What decides which text gets which id; the rest of a specification may change between saving and loading. */
    static String of(Vocabulary vocabulary) {
        Map<String, Object> object = settings(vocabulary.spec());
        object.put("table", vocabulary.tokens());
        return Json.write(object);
    }

    private static Map<String, Object> settings(VocabularySpec spec) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("tokens", spec.tokenizer().name().toLowerCase(Locale.ROOT));
        settings.put("size", (long) spec.size());
        settings.put("lowercase", spec.lowercase() ? "true" : "false");
        return settings;
    }

    static Vocabulary vocabulary(String text, VocabularySpec spec) {
        Map<String, Object> object = parse(text);
        List<String> table = strings(object.remove("table"));
        settings(spec).forEach((setting, wanted) -> {
            Object found = object.remove(setting);
            if (!wanted.equals(found)) {
                throw new IllegalArgumentException(
                        "was saved with " + setting + " = " + found + "; the model says " + wanted);
            }
        });
        if (!object.isEmpty()) {
            throw new IllegalArgumentException(
                    "is malformed: " + object.keySet().iterator().next());
        }
        if (spec.isFixed() && !table.equals(spec.fixed())) {
            throw new IllegalArgumentException("was saved with other tokens: " + difference(table, spec.fixed()));
        }
        try {
            return Vocabulary.of(spec, table);
        } catch (DataException e) {
            throw new IllegalArgumentException("is malformed: " + e.getMessage(), e);
        }
    }

    static String of(LabelSet labels) {
        return Json.write(Map.of("labels", labels.labels()));
    }

    /** Checks that labels are the model's, in the model's order. */
    static void requireLabels(String text, LabelSet labels) {
        List<String> found = strings(parse(text).get("labels"));
        if (!found.equals(labels.labels())) {
            throw new IllegalArgumentException("were others when it was saved: " + difference(found, labels.labels()));
        }
    }

    private static String difference(List<String> found, List<String> wanted) {
        int i = 0;
        while (i < found.size() && i < wanted.size() && found.get(i).equals(wanted.get(i))) {
            i++;
        }
        return "number " + i + " is " + (i < found.size() ? "\"" + found.get(i) + "\"" : "missing") + ", in the model "
                + (i < wanted.size() ? "\"" + wanted.get(i) + "\"" : "missing");
    }

    private static Map<String, Object> parse(String text) {
        try {
            return Json.parse(text);
        } catch (Json.FormatException e) {
            throw new IllegalArgumentException("is malformed: " + e.getMessage(), e);
        }
    }

    private static List<String> strings(Object value) {
        List<String> strings = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof String string) {
                    strings.add(string);
                }
            }
            if (strings.size() == list.size()) {
                return strings;
            }
        }
        throw new IllegalArgumentException("is malformed: no list of texts");
    }
}
