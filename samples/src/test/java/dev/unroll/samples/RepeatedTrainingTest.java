package dev.unroll.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.samples.customcell.Sunspots;
import dev.unroll.samples.stockprice.StockPrice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same seed gives the same bits, whatever the number of threads. */
class RepeatedTrainingTest {
    @Test
    void stockPriceWithDropout() {
        Map<String, List<Integer>> once = stockPrice(1, 42);
        assertThat(stockPrice(1, 42)).isEqualTo(once);
        assertThat(stockPrice(2, 42)).isEqualTo(once);
        assertThat(stockPrice(3, 42)).isEqualTo(once);
        assertThat(stockPrice(2, 43)).isNotEqualTo(once);
    }

    @Test
    void sunspotsWithZoneout() {
        Map<String, List<Integer>> once = sunspots(1);
        assertThat(sunspots(1)).isEqualTo(once);
        assertThat(sunspots(2)).isEqualTo(once);
    }

    /** Weights after one epoch; the training's seed, for order and dropout, is given. */
    private static Map<String, List<Integer>> stockPrice(int threads, long seed) {
        Series prices = Series.csv(Path.of("data", "random-walk.csv"), "price");
        try (CpuDevice device = CpuDevice.create(threads);
                StockPrice model = StockPrice.create(42, device)) {
            model.train(prices, StockPrice.TRAINING.withEpochs(1).withSeed(seed));
            return Weights.of(model);
        }
    }

    private static Map<String, List<Integer>> sunspots(int threads) {
        Series sunspots = Series.csv(Path.of("data", "sunspots.csv"), "sunspots");
        try (CpuDevice device = CpuDevice.create(threads);
                Sunspots model = Sunspots.create(42, device)) {
            model.train(sunspots, Sunspots.TRAINING.withEpochs(1));
            return Weights.of(model);
        }
    }
}
