package dev.unroll.samples.tagger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A verse: its words without vowel points, and the class of each. */
record Verse(List<String> words, List<WordClass> classes) {
    Verse {
        words = List.copyOf(words);
        classes = List.copyOf(classes);
    }

    /** Reads a file of one verse a line, {@code word/CLASS word/CLASS}. */
    static List<Verse> read(Path file) throws IOException {
        List<Verse> verses = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            List<String> words = new ArrayList<>();
            List<WordClass> classes = new ArrayList<>();
            for (String pair : line.split(" ", -1)) {
                int slash = pair.lastIndexOf('/');
                words.add(pair.substring(0, slash));
                classes.add(WordClass.valueOf(pair.substring(slash + 1)));
            }
            verses.add(new Verse(words, classes));
        }
        return verses;
    }

    /** What the model reads: the words and their first and last two letters. */
    Tagger.Example example() {
        return new Tagger.Example(words, beginnings(), endings(), classes);
    }

    List<String> beginnings() {
        return words.stream()
                .map(word -> word.substring(0, Math.min(2, word.length())))
                .toList();
    }

    List<String> endings() {
        return words.stream()
                .map(word -> word.substring(Math.max(0, word.length() - 2)))
                .toList();
    }
}
