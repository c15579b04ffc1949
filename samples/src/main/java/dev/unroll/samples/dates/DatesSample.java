package dev.unroll.samples.dates;

import dev.unroll.runtime.decode.Decoded;
import dev.unroll.runtime.report.DecodedExample;
import dev.unroll.runtime.report.Report;
import dev.unroll.runtime.train.ProgressBar;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.samples.Exact;
import dev.unroll.samples.Settings;
import dev.unroll.samples.dates.DateReader.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Turns dates as people write them into ISO 8601. */
public final class DatesSample {
    private static final int KNOWN = 16_000;
    private static final int HELD_OUT = 2_000;

    private DatesSample() {}

    /** Trains, and reads dates that were never seen. */
    public static Exact run(Settings settings) throws IOException {
        List<Example> all = Dates.of(KNOWN + HELD_OUT, 2026);
        List<Example> known = all.subList(0, KNOWN);
        List<Example> unseen = all.subList(KNOWN, all.size());
        try (DateReader model = DateReader.create(settings.seedOr(42))) {
            System.out.println(model.summary());
            TrainingResult result = model.train(known, settings.applyTo(DateReader.TRAINING), ProgressBar.create());
            List<Decoded> read =
                    model.decodeAll(unseen.stream().map(Example::written).toList());
            Exact exact = Exact.of(read, unseen.stream().map(Example::iso).toList());
            System.out.printf("%nDates never seen: %s%n", exact);
            for (String written :
                    List.of("Friday, May 3rd, 1974", "the 21st day of june, 2011", "29.2.2024", "7-Dec-1999")) {
                System.out.printf("  %-28s %s%n", written, model.decode(written));
            }
            Path file = settings.output("dates.unroll");
            model.save(file);
            Path report = settings.output("dates.html");
            Report.of(model, result)
                    .decoded(IntStream.range(0, unseen.size())
                            .mapToObj(k -> DecodedExample.ofCharacters(
                                    unseen.get(k).written(), unseen.get(k).iso(), read.get(k)))
                            .toList())
                    .write(report);
            System.out.printf("%nModel file: %s%nReport: %s%n", file, report);
            return exact;
        }
    }
}
