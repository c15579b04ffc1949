package dev.unroll.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.RecurrentModel;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.weights.ParameterView;
import dev.unroll.samples.births.Births;
import dev.unroll.samples.customcell.Sunspots;
import dev.unroll.samples.names.NameOrigin;
import dev.unroll.samples.sentimentzh.AttentionSentiment;
import dev.unroll.samples.sentimentzh.Sentiment;
import dev.unroll.samples.sentimentzh.ShortSentiment;
import dev.unroll.samples.sine.SineGru;
import dev.unroll.samples.sine.SineGruBefore;
import dev.unroll.samples.sine.SineLstm;
import dev.unroll.samples.sine.SineRnn;
import dev.unroll.samples.sine.SineStack;
import dev.unroll.samples.spam.Spam;
import dev.unroll.samples.stockprice.StockPrice;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The generated classes have as many parameters as the same layers have in Keras. */
class ParameterCountsTest {
    private static final Map<Function<CpuDevice, RecurrentModel>, Long> COUNTS = new LinkedHashMap<>();

    static {
        COUNTS.put(device -> SineStack.create(1, device), 3_201L);
        COUNTS.put(device -> SineRnn.create(1, device), 2_651L);
        COUNTS.put(device -> SineLstm.create(1, device), 30_651L);
        COUNTS.put(device -> SineGru.create(1, device), 23_301L);
        COUNTS.put(device -> SineGruBefore.create(1, device), 23_001L);
        COUNTS.put(device -> StockPrice.create(1, device), 50_851L);
        COUNTS.put(device -> Births.create(1, device), 50_851L);
        COUNTS.put(device -> Sentiment.create(1, device), 1_042_305L);
        COUNTS.put(device -> ShortSentiment.create(1, device), 142_305L);
        COUNTS.put(device -> Spam.create(1, device), 1_042_305L);
        COUNTS.put(device -> NameOrigin.create(1, device), 104_712L);
        // Embedding 100 · 10,000; LSTM 4 · 128 (100 + 128 + 1); the pooling's W 128² + 128 and v 128; Dense 129
        COUNTS.put(device -> AttentionSentiment.create(1, device), 1_000_000L + 117_248L + 16_512L + 128L + 129L);
        // NormGRU: 3 (24 + 24²) for weights, 6 · 24 for biases, 4 · 2 · 24 for the norms; PeepholeLSTM: 8 · 24² for
        // weights,
        // 4 · 24 for biases, 3 · 24 for peepholes, 24 for the initial state; Dense: 25
        COUNTS.put(device -> Sunspots.create(1, device), 2_136L + 4_800L + 25L);
    }

    @Test
    void areThePublishedOnes() {
        try (CpuDevice device = CpuDevice.create(1)) {
            COUNTS.forEach((create, count) -> {
                try (RecurrentModel model = create.apply(device)) {
                    String name = model.signature().model();
                    assertThat(model.parameterCount()).as(name).isEqualTo(count);
                    assertThat(model.parameters().stream()
                                    .mapToLong(ParameterView::size)
                                    .sum())
                            .as(name)
                            .isEqualTo(count);
                    assertThat(model.summary()).contains(String.format(Locale.ROOT, "%,d", count));
                }
            });
        }
    }
}
