package dev.unroll.samples.tagger;

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

/**
 * Gives every word of a Hebrew verse its class. Without vowel points many words can be several: the same letters may be a noun, a
 * verb or a name, and only their neighbours tell.
 */
public final class TaggerSample {
    private TaggerSample() {}

    /** How many words got the right class. */
    public record Accuracies(double model, double mostFrequentClass) {}

    /** Trains, prints the accuracy on the last fifth of the verses beside the usual baseline, and one verse. */
    public static Accuracies run(Settings settings) throws IOException {
        List<Verse> verses = Verse.read(settings.data("hebrew.txt"));
        try (Tagger model = Tagger.create(settings.seedOr(42))) {
            System.out.println(model.summary());
            TrainingSpec spec = settings.applyTo(Tagger.TRAINING);
            TrainingResult result =
                    model.train(verses.stream().map(Verse::example).toList(), spec, ProgressBar.create());

            HeldOut<Verse> parts = HeldOut.of(spec, verses);
            MostFrequentClass baseline = new MostFrequentClass(parts.known());
            Accuracies accuracies =
                    new Accuracies(result.test().orElseThrow().value(Metric.ACCURACY), baseline.accuracy(parts.test()));
            System.out.printf(
                    "%nWords of the last %d verses (2 Samuel) with the right class:%n"
                            + "  model                                %.1f %%%n"
                            + "  the word's most frequent class       %.1f %%%n"
                            + "%.1f %% of the words are not in the verses trained on.%n%n",
                    parts.test().size(),
                    100 * accuracies.model(),
                    100 * accuracies.mostFrequentClass(),
                    100 * unseen(parts.test(), baseline));
            print(model, parts.test().get(0));

            Path file = settings.output("tagger.unroll");
            model.save(file);
            Path report = settings.output("tagger.html");
            Report.of(model, result).write(report);
            System.out.printf("%nModel file: %s%nReport: %s%n", file, report);
            return accuracies;
        }
    }

    private static double unseen(List<Verse> verses, MostFrequentClass baseline) {
        return verses.stream()
                .flatMap(verse -> verse.words().stream())
                .mapToInt(word -> baseline.knows(word) ? 0 : 1)
                .average()
                .orElseThrow();
    }

    private static void print(Tagger model, Verse verse) {
        List<Distribution<WordClass>> classes = model.predict(verse.words(), verse.beginnings(), verse.endings());
        for (int i = 0; i < verse.words().size(); i++) {
            WordClass best = classes.get(i).best();
            System.out.printf(
                    "  %-5s %3.0f %%  %s%s%n",
                    best,
                    100 * classes.get(i).probability(best),
                    verse.words().get(i),
                    best == verse.classes().get(i)
                            ? ""
                            : "   (is " + verse.classes().get(i) + ")");
        }
    }
}
