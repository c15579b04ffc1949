package dev.unroll.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.train.Comparison;
import dev.unroll.runtime.train.Epoch;
import dev.unroll.samples.births.BirthsSample;
import dev.unroll.samples.customcell.SunspotsSample;
import dev.unroll.samples.sine.SineSample;
import dev.unroll.samples.stockprice.StockPrice;
import dev.unroll.samples.stockprice.StockPriceSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every sample, run as users run it on its committed data but for fewer epochs, learns what there is to learn. */
class LearningTest {
    @TempDir
    private Path output;

    private Settings epochs(int count) {
        return new Settings(OptionalInt.of(count), OptionalLong.empty(), Path.of("data"), output);
    }

    @Test
    void birthsBeatsYesterdayAndLastWeek() throws IOException {
        Comparison births = BirthsSample.run(epochs(15));
        assertThat(births.rows())
                .extracting(Comparison.Row::name)
                .containsExactly("model", "yesterday", "same weekday last week");
        assertThat(births.modelIsBest()).as(births.toString()).isTrue();
        requireWritten("births.unroll", "births.html");
    }

    @Test
    void sunspotsBeatsLastYearAndLastCycle() throws IOException {
        Comparison sunspots = SunspotsSample.run(epochs(20));
        assertThat(sunspots.modelIsBest()).as(sunspots.toString()).isTrue();
        assertThat(sunspots.gain(sunspots.rows().get(1))).isGreaterThan(10);
        requireWritten("sunspots.unroll", "sunspots.html");
    }

    /** The noise has a standard deviation of 0.1, so that a perfect model has a mean absolute error of 0.08. */
    @Test
    void eachOfTheSineModelsComesNearTheNoise() throws IOException {
        Map<String, Comparison> models = SineSample.run(epochs(10));
        assertThat(models).hasSize(5);
        models.forEach((name, comparison) -> {
            assertThat(comparison.modelIsBest()).as(name + "\n" + comparison).isTrue();
            assertThat(comparison.model().mae()).as(name).isBetween(0.07, 0.115);
        });
        requireWritten("sine-lstm.unroll", "SineLstm.html");
    }

    /** A random walk's step is no more predictable by a network than by yesterday's price; a model that "beats" it has cheated. */
    @Test
    void aRandomWalkIsNotBeaten() throws IOException {
        Comparison stock = StockPriceSample.run(epochs(5));
        double yesterday = stock.rows().get(1).mae();
        assertThat(stock.model().mae()).isBetween(yesterday, 12 * yesterday);
        requireWritten("stock-price.unroll", "stock-price.html");
    }

    @Test
    void theStockModelsLossFalls() {
        Series prices = Series.csv(Path.of("data", "random-walk.csv"), "price");
        try (StockPrice model = StockPrice.create(42)) {
            List<Epoch> epochs = model.train(prices, StockPrice.TRAINING.withEpochs(3))
                    .history()
                    .epochs();
            assertThat(epochs).hasSize(3);
            assertThat(epochs.get(2).loss()).isLessThan(0.5 * epochs.get(0).loss());
            assertThat(epochs.get(2).validationLoss().orElseThrow())
                    .isLessThan(epochs.get(0).validationLoss().orElseThrow());
        }
    }

    private void requireWritten(String... files) throws IOException {
        for (String file : files) {
            assertThat(Files.size(output.resolve(file))).as(file).isGreaterThan(1000);
        }
    }
}
