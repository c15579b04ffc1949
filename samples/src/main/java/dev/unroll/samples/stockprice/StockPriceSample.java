package dev.unroll.samples.stockprice;

import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.report.Report;
import dev.unroll.runtime.train.Baseline;
import dev.unroll.runtime.train.Comparison;
import dev.unroll.runtime.train.ProgressBar;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.samples.Settings;
import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;

/** The chapter's stock example as written: a random walk, which nothing can beat, and the sample says so. */
public final class StockPriceSample {
    private static final Baseline YESTERDAY = Baseline.lastValue().named("yesterday's price");

    private StockPriceSample() {}

    /** Trains, prints the comparison, a forecast and the time of a step on both devices. */
    public static Comparison run(Settings settings) throws IOException {
        Series prices = Series.csv(settings.data("random-walk.csv"), "price");
        try (StockPrice model = StockPrice.create(settings.seedOr(42))) {
            System.out.println(model.summary());
            TrainingResult result = model.train(prices, settings.applyTo(StockPrice.TRAINING), ProgressBar.create());

            Comparison comparison = result.evaluation().compare(YESTERDAY);
            System.out.println();
            System.out.print(comparison);
            System.out.println(
                    comparison.modelIsBest()
                            ? "The model is ahead on this stretch, by luck: the series is a random walk."
                            : "The model does not beat yesterday's price. The series is a random walk: nothing can, in the long run.");
            float next = model.predict(prices.last(StockPrice.LOOK_BACK).values());
            System.out.printf("%nForecast of the next price: %.2f%n", next);

            System.out.println("Now a few steps on the reference device, which is slow …");
            System.out.printf(
                    "Training step: %.2f ms on %s, %.0f ms on %s%n",
                    result.history().millisecondsPerStep(),
                    result.history().device(),
                    referenceStep(prices),
                    "the reference device");

            Path file = settings.output("stock-price.unroll");
            model.save(file);
            Path report = settings.output("stock-price.html");
            Report.of(model, result).baseline(YESTERDAY).write(report);
            System.out.printf("Model file: %s%nReport: %s%n", file, report);
            return comparison;
        }
    }

    /** Milliseconds of a training step on the reference device, over the few steps that the first half year gives. */
    private static double referenceStep(Series prices) {
        try (Device device = Nd4jDevice.create(DataType.FLOAT);
                StockPrice model = StockPrice.create(42, device)) {
            Series start = prices.slice(0, 2 * StockPrice.LOOK_BACK + 20);
            return model.train(start, StockPrice.TRAINING.withEpochs(2))
                    .history()
                    .millisecondsPerStep();
        }
    }
}
