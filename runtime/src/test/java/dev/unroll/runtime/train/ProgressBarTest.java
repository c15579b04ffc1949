package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.train.ProgressBar.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    @Test
    void choosesItsStyle() {
        assertThat(ProgressBar.style("", true)).isEqualTo(Style.BAR);
        assertThat(ProgressBar.style("", false)).isEqualTo(Style.LINES);
        assertThat(ProgressBar.style("bar", false)).isEqualTo(Style.BAR);
        assertThat(ProgressBar.style("off", true)).isEqualTo(Style.OFF);
        assertThatThrownBy(() -> ProgressBar.style("loud", true)).hasMessageContaining("use bar, lines or off");
    }

    @Test
    void printsFewPlainLinesWithoutATerminal() {
        List<String> lines = run(Style.LINES, 50).lines().toList();
        assertThat(lines).hasSize(1 + 11 + 1);
        assertThat(lines.get(0))
                .isEqualTo(
                        "Training Wave on cpu: 1,234 parameters, 100 examples (20 for validation), 4 steps per epoch");
        assertThat(lines.get(1))
                .startsWith(
                        "epoch  1/50  loss 0.5000  mae 2.000  val_loss 0.2500  val_mae 3.000  8 steps/s, 125.00 ms/step");
        assertThat(lines.get(11)).startsWith("epoch 50/50").doesNotContain("ETA");
        assertThat(lines.get(12)).isEqualTo("Trained 50 epochs, 200 steps in 0:25: 125.00 ms/step on cpu");
    }

    @Test
    void redrawsOneLinePerEpochOnATerminal() {
        String text = run(Style.BAR, 3);
        assertThat(text.lines()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(text).contains("\repoch 1/3 [======                  ] 1/4  loss 0.5000");
        assertThat(text.split("\n")).hasSize(5);
    }

    @Test
    void canBeSilent() {
        assertThat(run(Style.OFF, 3)).isEmpty();
    }

    @Test
    void writesTimes() {
        assertThat(ProgressBar.clock(7.4)).isEqualTo("0:07");
        assertThat(ProgressBar.clock(750)).isEqualTo("12:30");
        assertThat(ProgressBar.clock(3723)).isEqualTo("1:02:03");
    }

    private static String run(Style style, int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ProgressBar bar = ProgressBar.on(new PrintStream(bytes, true, StandardCharsets.UTF_8), style);
        bar.started(new TrainingListener.Plan("Wave", "cpu", 1, count, 4, 100, 20, 1234, 0));
        List<Epoch> epochs = new ArrayList<>();
        for (int e = 1; e <= count; e++) {
            for (int s = 1; s <= 4; s++) {
                bar.step(e, s, 0.5);
            }
            epochs.add(new Epoch(
                    e,
                    4,
                    0.5,
                    Map.of(Metric.MAE, 2.0),
                    OptionalDouble.of(0.25),
                    Map.of(Metric.MAE, 3.0),
                    0.5,
                    0.01,
                    List.of()));
            bar.epoch(epochs.get(e - 1));
        }
        bar.finished(new History("Wave", "cpu", new Batch.Examples(32), epochs));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
