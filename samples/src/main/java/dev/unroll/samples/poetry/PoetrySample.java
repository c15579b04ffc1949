package dev.unroll.samples.poetry;

import dev.unroll.runtime.data.TextLines;
import dev.unroll.runtime.report.Report;
import dev.unroll.runtime.text.Distribution;
import dev.unroll.runtime.train.Metric;
import dev.unroll.runtime.train.ProgressBar;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.runtime.train.TrainingSpec;
import dev.unroll.samples.HeldOut;
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

            HeldOut<String> parts = HeldOut.of(spec, poems);
            CharacterCounts counts = new CharacterCounts(model.vocabularies().get("Characters"), parts.known());
            Bits bits = new Bits(
                    result.test().orElseThrow().value(Metric.BITS_PER_CHARACTER),
                    counts.bigramBits(parts.test()),
                    counts.unigramBits(parts.test()));
            System.out.printf(
                    "%n%,d poems never seen     bits per character  perplexity%n",
                    parts.test().size());
            print("model", bits.model());
            print("pairs of characters", bits.bigram());
            print("single characters", bits.unigram());
            System.out.printf("%nWritten by the model:%n");
            SplittableRandom random = new SplittableRandom(settings.seedOr(42));
            for (String beginning : List.of("", "", "春", "明月")) {
                System.out.println("  " + write(model, beginning, random));
            }

            Path file = settings.output("poetry.unroll");
            model.save(file);
            Path report = settings.output("poetry.html");
            Report.of(model, result).write(report);
            System.out.printf("%nModel file: %s%nReport: %s%n", file, report);
            return bits;
        }
    }

    /** A perplexity of 100 means: as uncertain as a choice among 100 equally probable characters. */
    private static void print(String name, double bits) {
        System.out.printf("  %-22s %18.2f %11.1f%n", name, bits, Math.pow(2, bits));
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
