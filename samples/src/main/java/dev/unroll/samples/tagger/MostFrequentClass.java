package dev.unroll.samples.tagger;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The usual baseline of taggers: every word gets the class that it had most often in training; a word that training has not seen
 * gets the class most frequent among words seen once.
 */
final class MostFrequentClass {
    private final Map<String, WordClass> classes = new HashMap<>();
    private final WordClass unseen;

    MostFrequentClass(List<Verse> training) {
        Map<String, EnumMap<WordClass, Integer>> counts = new HashMap<>();
        for (Verse verse : training) {
            for (int i = 0; i < verse.words().size(); i++) {
                counts.computeIfAbsent(verse.words().get(i), word -> new EnumMap<>(WordClass.class))
                        .merge(verse.classes().get(i), 1, Integer::sum);
            }
        }
        EnumMap<WordClass, Integer> rare = new EnumMap<>(WordClass.class);
        counts.forEach((word, of) -> {
            classes.put(word, mostFrequent(of));
            if (of.values().stream().mapToInt(Integer::intValue).sum() == 1) {
                rare.merge(mostFrequent(of), 1, Integer::sum);
            }
        });
        unseen = mostFrequent(rare);
    }

    private static WordClass mostFrequent(Map<WordClass, Integer> counts) {
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .orElseThrow()
                .getKey();
    }

    WordClass of(String word) {
        return classes.getOrDefault(word, unseen);
    }

    /** Whether training has seen the word. */
    boolean knows(String word) {
        return classes.containsKey(word);
    }

    /** The share of words whose class is right. */
    double accuracy(List<Verse> verses) {
        long right = 0;
        long all = 0;
        for (Verse verse : verses) {
            for (int i = 0; i < verse.words().size(); i++) {
                right += of(verse.words().get(i)) == verse.classes().get(i) ? 1 : 0;
                all++;
            }
        }
        return (double) right / all;
    }
}
