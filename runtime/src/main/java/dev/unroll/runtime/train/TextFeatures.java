package dev.unroll.runtime.train;

import dev.unroll.runtime.text.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a {@link LogisticBaseline} sees of a text: how often each word or pair of characters occurs, and not where. */
public enum TextFeatures {
    /** Words by Unicode's rules, in lower case. */
    WORDS {
        @Override
        List<String> of(String text) {
            return Tokenizer.WORDS.split(text.toLowerCase(Locale.ROOT));
        }
    },
    /** Single characters and pairs, in lower case, with the text's beginning and end as characters of their own. */
    CHARACTER_BIGRAMS {
        @Override
        List<String> of(String text) {
            int[] characters = ("\u0002" + text.toLowerCase(Locale.ROOT) + "\u0003")
                    .codePoints()
                    .toArray();
            List<String> found = new ArrayList<>();
            for (int i = 0; i < characters.length; i++) {
                found.add(Character.toString(characters[i]));
                if (i > 0) {
                    found.add(Character.toString(characters[i - 1]) + Character.toString(characters[i]));
                }
            }
            return found;
        }
    };

    abstract List<String> of(String text);

    /** A text as a sparse row of length 1: numbers of features and how much of each. */
    static final class Row {
        private final int[] features;
        private final double[] amounts;

        Row(int[] features, double[] amounts) {
            this.features = features;
            this.amounts = amounts;
        }

        /** Not a copy: read only. */
        int[] features() {
            return features;
        }

        /** Not a copy: read only. */
        double[] amounts() {
            return amounts;
        }
    }

    /** The numbers of the features that occur in texts, in the order in which they do. */
    Map<String, Integer> table(List<String> texts) {
        Map<String, Integer> table = new HashMap<>();
        for (String text : texts) {
            for (String feature : of(text)) {
                table.putIfAbsent(feature, table.size());
            }
        }
        return table;
    }

    /** A text's row; features that are not in the table are left out. */
    Row row(Map<String, Integer> table, String text) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (String feature : of(text)) {
            Integer number = table.get(feature);
            if (number != null) {
                counts.merge(number, 1, Integer::sum);
            }
        }
        double squares = 0;
        for (int count : counts.values()) {
            squares += (double) count * count;
        }
        int[] features = new int[counts.size()];
        double[] amounts = new double[counts.size()];
        int at = 0;
        for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
            features[at] = entry.getKey();
            amounts[at++] = entry.getValue() / Math.sqrt(squares);
        }
        return new Row(features, amounts);
    }
}
