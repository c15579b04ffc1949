package dev.unroll.samples.pronounce;

import dev.unroll.runtime.decode.Decoded;
import dev.unroll.runtime.report.Report;
import dev.unroll.runtime.train.ProgressBar;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.samples.Settings;
import dev.unroll.samples.pronounce.Pronounce.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Learns from the CMU dictionary how English words are spoken. */
public final class PronounceSample {
    private PronounceSample() {}

    /** Trains, and says the error rates on words that were never seen. */
    public static PhoneErrors run(Settings settings) throws IOException {
        Pronunciations dictionary = Pronunciations.read(settings.data("pronounce.txt.gz"));
        List<Example> examples = dictionary.examples();
        System.out.printf(
                "%,d words to learn (%,d pronunciations), %,d to be judged by%n",
                dictionary.known().size(), examples.size(), dictionary.test().size());
        try (Pronounce model = Pronounce.create(settings.seedOr(42))) {
            System.out.println(model.summary());
            TrainingResult result = model.train(examples, settings.applyTo(Pronounce.TRAINING), ProgressBar.create());
            PhoneErrors errors = judge(model, dictionary);
            System.out.printf("%nWords never seen, a beam of five: %s%n", errors);
            for (String word : List.of("recurrent", "phonetically", "tough", "thought", "sokolova")) {
                System.out.printf("  %-14s %s%n", word, model.decode(word));
            }
            Path file = settings.output("pronounce.unroll");
            model.save(file);
            Path report = settings.output("pronounce.html");
            Report.of(model, result).write(report);
            System.out.printf("%nModel file: %s%nReport: %s%n", file, report);
            return errors;
        }
    }

    private static PhoneErrors judge(Pronounce model, Pronunciations dictionary) {
        PhoneErrors errors = new PhoneErrors();
        List<String> words = new ArrayList<>(dictionary.test().keySet());
        List<Decoded> said = model.decodeAll(words);
        for (int k = 0; k < words.size(); k++) {
            errors.add(said.get(k).tokens(), dictionary.test().get(words.get(k)));
        }
        return errors;
    }
}
