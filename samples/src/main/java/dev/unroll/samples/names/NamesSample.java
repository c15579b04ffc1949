package dev.unroll.samples.names;

import dev.unroll.runtime.data.CsvTable;
import dev.unroll.runtime.text.Distribution;
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

/** Tells from its letters on which of eight lists a given name stands. */
public final class NamesSample {
    private NamesSample() {}

    /** Trains, prints the accuracy on names never seen beside two baselines, and a few answers. */
    public static Accuracies run(Settings settings) throws IOException {
        HeldOut<NameOrigin.Example> parts = HeldOut.lastFifthForTest(read(settings.data("names.csv")));
        try (NameOrigin model = NameOrigin.create(settings.seedOr(42))) {
            System.out.println(model.summary());
            model.train(parts.training(), settings.applyTo(NameOrigin.TRAINING), ProgressBar.create());

            Accuracies accuracies = compare(model, parts);
            System.out.print(accuracies.table(
                    parts.test().size() + " names never seen, right origins of eight:",
                    "logistic regression, pairs of letters"));
            for (String name : List.of("Ondřej", "Giuseppina", "Yıldız", "Siddharth", "Maëlle", "Winston")) {
                System.out.printf("  %-12s %s%n", name, model.predict(name));
            }
            Path saved = settings.output("names.unroll");
            model.save(saved);
            System.out.printf("%nModel file: %s%n", saved);
            return accuracies;
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

    private static Accuracies compare(NameOrigin model, HeldOut<NameOrigin.Example> parts) {
        List<Origin> known =
                parts.training().stream().map(NameOrigin.Example::origin).toList();
        LogisticBaseline baseline = LogisticBaseline.fit(
                TextFeatures.CHARACTER_BIGRAMS,
                names(parts.training()),
                known.stream().map(Origin::name).toList());
        return Accuracies.of(
                known,
                parts.test().stream().map(NameOrigin.Example::origin).toList(),
                model.predictAll(names(parts.test())).stream()
                        .map(Distribution::best)
                        .toList(),
                names(parts.test()).stream()
                        .map(name -> Origin.valueOf(baseline.classify(name).best()))
                        .toList());
    }

    private static List<String> names(List<NameOrigin.Example> examples) {
        return examples.stream().map(NameOrigin.Example::name).toList();
    }
}
