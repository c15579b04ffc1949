package dev.unroll.samples.spam;

import dev.unroll.runtime.data.CsvTable;
import dev.unroll.runtime.train.LogisticBaseline;
import dev.unroll.runtime.train.ProgressBar;
import dev.unroll.runtime.train.TextFeatures;
import dev.unroll.samples.Accuracies;
import dev.unroll.samples.HeldOut;
import dev.unroll.samples.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tells spam by the subject line alone, with the textbook's text model. */
public final class SpamSample {
    private SpamSample() {}

    /** Trains, prints the accuracy on subjects never seen beside two baselines, and a few answers. */
    public static Accuracies run(Settings settings) throws IOException {
        HeldOut<Spam.Example> parts = HeldOut.lastFifthForTest(read(settings.data("spam.csv")));
        try (Spam model = Spam.create(settings.seedOr(42))) {
            System.out.println(model.summary());
            model.train(parts.training(), settings.applyTo(Spam.TRAINING), ProgressBar.create());

            Accuracies accuracies = compare(model, parts);
            System.out.print(accuracies.table(
                    parts.test().size() + " subjects never seen, rightly sorted:",
                    "logistic regression, bag of words"));
            for (String subject : List.of(
                    "Lowest mortgage rates, apply now!",
                    "Re: kernel panic after upgrade",
                    "You have won",
                    "Meeting on Monday")) {
                System.out.printf("  spam with probability %.2f  %s%n", model.predict(subject), subject);
            }
            Path saved = settings.output("spam.unroll");
            model.save(saved);
            System.out.printf("%nModel file: %s%n", saved);
            return accuracies;
        }
    }

    private static List<Spam.Example> read(Path file) {
        CsvTable table = CsvTable.read(file);
        List<String> subjects = table.texts("subject");
        List<Boolean> spam = table.flags("kind", "spam", "ham");
        List<Spam.Example> examples = new ArrayList<>();
        for (int i = 0; i < subjects.size(); i++) {
            examples.add(new Spam.Example(subjects.get(i), spam.get(i)));
        }
        return examples;
    }

    private static Accuracies compare(Spam model, HeldOut<Spam.Example> parts) {
        List<Boolean> known = parts.training().stream().map(Spam.Example::spam).toList();
        LogisticBaseline baseline = LogisticBaseline.fitFlags(TextFeatures.WORDS, subjects(parts.training()), known);
        List<Boolean> answers = new ArrayList<>();
        for (float probability : model.predictAll(subjects(parts.test()))) {
            answers.add(probability > 0.5);
        }
        return Accuracies.of(
                known,
                parts.test().stream().map(Spam.Example::spam).toList(),
                answers,
                subjects(parts.test()).stream()
                        .map(subject -> baseline.classify(subject).best().equals("yes"))
                        .toList());
    }

    private static List<String> subjects(List<Spam.Example> examples) {
        return examples.stream().map(Spam.Example::subject).toList();
    }
}
