package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HistoryTest {
    @Test
    void isATable() {
        Epoch first =
                new Epoch(1, 4, 0.5, Map.of(Metric.F1, 0.25), OptionalDouble.empty(), Map.of(), 1.5, 0.01, List.of());
        Epoch second = new Epoch(
                2,
                4,
                0.25,
                Map.of(Metric.F1, 0.5),
                OptionalDouble.of(0.75),
                Map.of(Metric.F1, 1.0),
                1.25,
                0.005,
                List.of());
        String csv = new History("Wave", "cpu", new Batch.Examples(32), List.of(first, second)).toCsv();
        assertThat(csv.split("\r\n"))
                .containsExactly(
                        "epoch,loss,f1,val_loss,val_f1,rate,steps,seconds",
                        "1,0.5,0.25,,,0.01,4,1.5",
                        "2,0.25,0.5,0.75,1.0,0.005,4,1.25");
    }
}
