package dev.unroll.samples.spam;

import dev.unroll.runtime.data.CsvTable;
import dev.unroll.runtime.report.Report;
import dev.unroll.runtime.train.Comparison;
import dev.unroll.runtime.train.Evaluation;
import dev.unroll.runtime.train.LogisticBaseline;
import dev.unroll.runtime.train.Metric;
import dev.unroll.runtime.train.ProgressBar;
import dev.unroll.runtime.train.TextFeatures;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.runtime.train.TrainingSpec;
import dev.unroll.samples.HeldOut;
import dev.unroll.samples.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells spam by the subject line alone, with the textbook's text model. */
public final class SpamSample {
    private static final String WORDS = "logistic, bag of words";

    private SpamSample() {}

    /** Trains, prints the figures of subjects never seen beside two baselines, and a few answers. */
    public static Comparison run(Settings settings) throws IOException {
        List<Spam.Example> mails = read(settings.data("spam.csv"));
        try (Spam model = Spam.create(settings.seedOr(42))) {
            System.out.println(model.summary());
            TrainingSpec spec = settings.applyTo(Spam.TRAINING);
            TrainingResult result = model.train(mails, spec, ProgressBar.create());

            HeldOut<Spam.Example> parts = HeldOut.of(spec, mails);
            LogisticBaseline words =
                    LogisticBaseline.fitFlags(TextFeatures.WORDS, subjects(parts.known()), flags(parts.known()));
            Evaluation test = result.test().orElseThrow();
            Map<Metric, Double> figures =
                    words.figuresOfFlags(test.compare().metrics(), subjects(parts.test()), flags(parts.test()));
            Comparison comparison = test.compare().with(WORDS, figures);
            System.out.printf("%n%,d subjects never seen, spam or not:%n%s%n", test.examples(), comparison);
            for (String subject : List.of(
                    "Lowest mortgage rates, apply now!",
                    "Re: kernel panic after upgrade",
                    "You have won",
                    "Meeting on Monday")) {
                System.out.printf("  spam with probability %.2f  %s%n", model.predict(subject), subject);
            }
            Path file = settings.output("spam.unroll");
            model.save(file);
            Path report = settings.output("spam.html");
            Report.of(model, result).testBaseline(WORDS, figures).write(report);
            System.out.printf("%nModel file: %s%nReport: %s%n", file, report);
            return comparison;
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

    private static List<String> subjects(List<Spam.Example> examples) {
        return examples.stream().map(Spam.Example::subject).toList();
    }

    private static List<Boolean> flags(List<Spam.Example> examples) {
        return examples.stream().map(Spam.Example::spam).toList();
    }
}
