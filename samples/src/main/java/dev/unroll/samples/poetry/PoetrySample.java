package dev.unroll.samples.poetry;

import dev.unroll.runtime.data.TextLines;
import dev.unroll.runtime.text.Distribution;
import dev.unroll.runtime.text.Vocabulary;
import dev.unroll.runtime.train.Metric;
import dev.unroll.runtime.train.ProgressBar;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.runtime.train.TrainingSpec;
import dev.unroll.samples.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Learns to write Chinese quatrains, character by character, and writes some. */
public final class PoetrySample {
    /** Stands before a poem and behind it. */
    private static final String END = "\n";

    /** How a vocabulary writes characters that it does not have. */
    private static final String UNKNOWN = "\uFFFD";

    private static final double TEMPERATURE = 0.8;
    private static final int LONGEST = 40;

    private PoetrySample() {}

    /** Bits per character of poems never seen: fewer are better. */
    public record Bits(double model, double bigram, double unigram) {}

    /** Trains, prints the bits per character on the last tenth of the poems beside two baselines, and writes poems. */
    public static Bits run(Settings settings) throws IOException {
        List<String> poems = TextLines.read(settings.data("quatrains.txt")).stream()
                .map(poem -> END + poem + END)
                .toList();
        try (Poetry model = Poetry.create(settings.seedOr(42))) {
            System.out.println(model.summary());
            TrainingSpec spec = settings.applyTo(Poetry.TRAINING);
            TrainingResult result = model.train(poems, spec, ProgressBar.create());

            Bits bits = compare(model.vocabularies().get("Characters"), poems, spec, result);
            System.out.printf(
                    "%nBits per character of poems never seen:%n  model                  %.2f%n  pairs of characters    %.2f%n"
                            + "  single characters      %.2f%n%n",
                    bits.model(), bits.bigram(), bits.unigram());
            SplittableRandom random = new SplittableRandom(settings.seedOr(42));
            for (String beginning : List.of("", "", "春", "明月")) {
                System.out.println("  " + write(model, beginning, random));
            }

            Path saved = settings.output("poetry.unroll");
            model.save(saved);
            System.out.printf("%nModel file: %s%n", saved);
            return bits;
        }
    }

    private static Bits compare(Vocabulary vocabulary, List<String> poems, TrainingSpec spec, TrainingResult result) {
        int trained = spec.split().orElseThrow().trainingExamples(poems.size());
        int tested = spec.split().orElseThrow().testExamples(poems.size());
        CharacterCounts counts = new CharacterCounts(vocabulary, poems.subList(0, trained));
        List<String> test = poems.subList(poems.size() - tested, poems.size());
        return new Bits(
                result.test().orElseThrow().error(Metric.BITS_PER_CHARACTER),
                counts.bigramBits(test),
                counts.unigramBits(test));
    }

    /** Goes on from {@code beginning} until the model ends the poem. The session keeps what was written so far. */
    static String write(Poetry model, String beginning, SplittableRandom random) {
        StringBuilder poem = new StringBuilder(beginning);
        try (Poetry.Session session = model.session()) {
            Distribution<String> next = session.step(END);
            for (int i = 0; i < beginning.length(); i++) {
                next = session.step(beginning.substring(i, i + 1));
            }
            while (poem.length() < LONGEST) {
                String character = next.given(known -> !known.equals(UNKNOWN)).sample(random, TEMPERATURE);
                if (character.equals(END)) {
                    break;
                }
                poem.append(character);
                next = session.step(character);
            }
        }
        return poem.toString();
    }
}
