package dev.unroll.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.train.Comparison;
import dev.unroll.runtime.train.Epoch;
import dev.unroll.runtime.train.Metric;
import dev.unroll.samples.births.BirthsSample;
import dev.unroll.samples.co2.CarbonDioxideSample;
import dev.unroll.samples.customcell.SunspotsSample;
import dev.unroll.samples.dates.DatesSample;
import dev.unroll.samples.names.NamesSample;
import dev.unroll.samples.poetry.PoetrySample;
import dev.unroll.samples.sentimentzh.SentimentSample;
import dev.unroll.samples.sine.SineSample;
import dev.unroll.samples.spam.SpamSample;
import dev.unroll.samples.stockprice.StockPrice;
import dev.unroll.samples.stockprice.StockPriceSample;
import dev.unroll.samples.tagger.TaggerSample;
import dev.unroll.samples.weather.WeatherSample;
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

    @Test
    void aWeekOfWeatherIsForetoldBetterThanBySeasonOrByTheLastDay() throws IOException {
        ForecastErrors weather = WeatherSample.run(epochs(20));
        assertThat(weather.firstIsBest()).as(weather.toString()).isTrue();
        requireWritten("weather.unroll", "weather.html");
    }

    @Test
    void carbonDioxideFollowsSeasonAndRise() throws IOException {
        ForecastErrors co2 = CarbonDioxideSample.run(epochs(10));
        assertThat(co2.firstIsBest()).as(co2.toString()).isTrue();
        requireWritten("co2.unroll", "co2.html");
    }

    @Test
    void namesTellTheirOrigin() throws IOException {
        Comparison names = NamesSample.run(epochs(6));
        requireRows(names, "logistic, pairs of letters");
        assertThat(names.model().figure(Metric.ACCURACY))
                .as(names.toString())
                .isGreaterThan(0.62)
                .isGreaterThan(2 * majority(names));
        requireWritten("names.unroll", "names.html");
    }

    @Test
    void spamIsToldByItsSubject() throws IOException {
        Comparison spam = SpamSample.run(epochs(3));
        requireRows(spam, "logistic, bag of words");
        assertThat(spam.model().figure(Metric.ACCURACY))
                .as(spam.toString())
                .isGreaterThan(0.77)
                .isGreaterThan(majority(spam) + 0.15);
        requireWritten("spam.unroll", "spam.html");
    }

    /** Five sentences can only be learned by heart, and that they must be. */
    @Test
    void theFiveReviewsAreLearnedByHeart() throws IOException {
        Map<String, Map<String, Double>> models = SentimentSample.run(epochs(60));
        assertThat(models).containsOnlyKeys("Sentiment", "ShortSentiment", "AttentionSentiment");
        models.forEach((model, answers) -> SentimentSample.REVIEWS.forEach((review, positive) ->
                assertThat(answers.get(review) > 0.5).as(model + " " + answers).isEqualTo(positive)));
        requireWritten("sentiment.unroll", "sentiment.html");
    }

    @Test
    void neighboursTellTheClassOfAWord() throws IOException {
        TaggerSample.Accuracies tagger = TaggerSample.run(epochs(5));
        assertThat(tagger.model()).as(tagger.toString()).isGreaterThan(tagger.mostFrequentClass());
        requireWritten("tagger.unroll", "tagger.html");
    }

    /** Three passes already tell more about the next character than the one before it does. */
    @Test
    void poemsAreForetoldBetterThanByPairsOfCharacters() throws IOException {
        PoetrySample.Bits bits = PoetrySample.run(epochs(3));
        assertThat(bits.model()).as(bits.toString()).isLessThan(bits.bigram());
        assertThat(bits.bigram()).isLessThan(bits.unigram());
        requireWritten("poetry.unroll", "poetry.html");
    }

    /** What the whole training does for every date, one pass does for nearly all of them. */
    @Test
    void datesAreRead() throws IOException {
        Exact dates = DatesSample.run(epochs(2));
        assertThat(dates.all()).isEqualTo(2_000);
        assertThat(dates.share()).as(dates.toString()).isGreaterThan(0.98);
        requireWritten("dates.unroll", "dates.html");
    }

    /** On the test part, beside the majority class and a baseline that is better than that. */
    private static void requireRows(Comparison comparison, String baseline) {
        assertThat(comparison.part()).isEqualTo("test");
        assertThat(comparison.rows())
                .extracting(Comparison.Row::name)
                .containsExactly("model", "majority class", baseline);
        assertThat(comparison.rows().get(2).figure(Metric.ACCURACY)).isGreaterThan(majority(comparison));
    }

    private static double majority(Comparison comparison) {
        return comparison.rows().get(1).figure(Metric.ACCURACY);
    }

    private void requireWritten(String... files) throws IOException {
        for (String file : files) {
            assertThat(Files.size(output.resolve(file))).as(file).isGreaterThan(1000);
        }
    }
}
