package dev.unroll.samples.seq2seq;

import dev.unroll.samples.seq2seq.Reverser.Example;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Made-up words of three to eight letters, each another one, and the same from their ends. The same seed gives the same words. */
final class Words {
    private static final String LETTERS = "abcdefghij";

    private Words() {}

    static List<Example> of(int count, long seed) {
        Random random = new Random(seed);
        Set<String> seen = new HashSet<>();
        List<Example> examples = new ArrayList<>();
        while (examples.size() < count) {
            StringBuilder word = new StringBuilder();
            for (int k = 3 + random.nextInt(6); k > 0; k--) {
                word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            if (seen.add(word.toString())) {
                examples.add(new Example(word.toString(), word.reverse().toString()));
            }
        }
        return examples;
    }
}
