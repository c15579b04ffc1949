package dev.unroll.samples.seq2seq;

import dev.unroll.runtime.decode.Beam;
import dev.unroll.runtime.decode.Decoded;
import dev.unroll.runtime.report.DecodedExample;
import dev.unroll.runtime.report.Report;
import dev.unroll.runtime.train.ProgressBar;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.samples.Exact;
import dev.unroll.samples.Settings;
import dev.unroll.samples.seq2seq.Reverser.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The chapter's encoder and decoder learn to spell words from their ends. */
public final class ReverserSample {
    private static final int KNOWN = 12_000;
    private static final int HELD_OUT = 1_000;

    private ReverserSample() {}

    /** Trains, and reverses words that were never seen. */
    public static Exact run(Settings settings) throws IOException {
        List<Example> all = Words.of(KNOWN + HELD_OUT, 2026);
        List<Example> unseen = all.subList(KNOWN, all.size());
        try (Reverser model = Reverser.create(settings.seedOr(42))) {
            System.out.println(model.summary());
            TrainingResult result =
                    model.train(all.subList(0, KNOWN), settings.applyTo(Reverser.TRAINING), ProgressBar.create());
            List<Decoded> written =
                    model.decodeAll(unseen.stream().map(Example::word).toList());
            Exact exact =
                    Exact.of(written, unseen.stream().map(Example::reversed).toList());
            System.out.printf("%nWords never seen: %s%n%nThe three best of a beam of five for \"facade\":%n", exact);
            for (Decoded one : model.search(Reverser.DECODING.with(new Beam(5, 0, 0, 3)), "facade")) {
                System.out.printf("  %-10s probability %.6f%n", one, Math.exp(one.logProbability()));
            }
            Path file = settings.output("seq2seq.unroll");
            model.save(file);
            Path report = settings.output("seq2seq.html");
            Report.of(model, result)
                    .decoded(IntStream.range(0, unseen.size())
                            .mapToObj(k -> DecodedExample.ofCharacters(
                                    unseen.get(k).word(), unseen.get(k).reversed(), written.get(k)))
                            .toList())
                    .write(report);
            System.out.printf("%nModel file: %s%nReport: %s%n", file, report);
            return exact;
        }
    }
}
