package dev.unroll.samples.names;

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

/** Tells from its letters on which of eight lists a given name stands. */
public final class NamesSample {
    private static final String PAIRS = "logistic, pairs of letters";

    private NamesSample() {}

    /** Trains, prints the figures of names never seen beside two baselines, and a few answers. */
    public static Comparison run(Settings settings) throws IOException {
        List<NameOrigin.Example> names = read(settings.data("names.csv"));
        try (NameOrigin model = NameOrigin.create(settings.seedOr(42))) {
            System.out.println(model.summary());
            TrainingSpec spec = settings.applyTo(NameOrigin.TRAINING);
            TrainingResult result = model.train(names, spec, ProgressBar.create());

            HeldOut<NameOrigin.Example> parts = HeldOut.of(spec, names);
            LogisticBaseline pairs =
                    LogisticBaseline.fit(TextFeatures.CHARACTER_BIGRAMS, names(parts.known()), origins(parts.known()));
            Evaluation test = result.test().orElseThrow();
            Map<Metric, Double> figures =
                    pairs.figures(test.compare().metrics(), names(parts.test()), origins(parts.test()));
            Comparison comparison = test.compare().with(PAIRS, figures);
            System.out.printf("%n%,d names never seen, one of eight lists each:%n%s%n", test.examples(), comparison);
            for (String name : List.of("Ondřej", "Giuseppina", "Yıldız", "Siddharth", "Maëlle", "Winston")) {
                System.out.printf("  %-12s %s%n", name, model.predict(name));
            }
            Path file = settings.output("names.unroll");
            model.save(file);
            Path report = settings.output("names.html");
            Report.of(model, result).testBaseline(PAIRS, figures).write(report);
            System.out.printf("%nModel file: %s%nReport: %s%n", file, report);
            return comparison;
        }
    }

    private static List<NameOrigin.Example> read(Path file) {
        CsvTable table = CsvTable.read(file);
        List<String> names = table.texts("name");
        List<String> origins = table.texts("origin");
        List<NameOrigin.Example> examples = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            examples.add(new NameOrigin.Example(names.get(i), Origin.valueOf(origins.get(i))));
        }
        return examples;
    }

    private static List<String> names(List<NameOrigin.Example> examples) {
        return examples.stream().map(NameOrigin.Example::name).toList();
    }

    private static List<String> origins(List<NameOrigin.Example> examples) {
        return examples.stream().map(example -> example.origin().name()).toList();
    }
}
