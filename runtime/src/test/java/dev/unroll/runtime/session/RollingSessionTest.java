package dev.unroll.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.WaveModel;
import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.train.ElmanProgram;
import dev.unroll.runtime.train.ModelSignature;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rolling sessions against the model's own prediction of each window. */
class RollingSessionTest {
    private static final int WINDOW = 5;

    private static float wave(int stream, int t) {
        return (float) Math.sin(0.3 * t + stream);
    }

    @Test
    void everyWindowIsWhatTheModelPredictsForIt() {
        for (boolean perStep : new boolean[] {false, true}) {
            try (CpuDevice device = CpuDevice.create(1);
                    WaveModel model = WaveModel.create(4, device, signature(perStep))) {
                ElmanProgram program = new ElmanProgram(device, signature(perStep));
                program.parameters().initialize(4);
                try (RollingSession session = new Sessions(program, program::close).rolling(10)) {
                    SessionState state = session.start(2);
                    for (int t = 0; t < 12; t++) {
                        Advance advance = session.step(state, new float[] {wave(0, t), wave(1, t)});
                        state = advance.state();
                        assertThat(advance.ready()).isEqualTo(t >= WINDOW - 1);
                        if (!advance.ready()) {
                            assertThatThrownBy(() -> advance.output(0)).hasMessageContaining("stream 0 has seen");
                            continue;
                        }
                        for (int stream = 0; stream < 2; stream++) {
                            float[] window = new float[WINDOW];
                            for (int k = 0; k < WINDOW; k++) {
                                window[k] = wave(stream, t - WINDOW + 1 + k);
                            }
                            assertThat(state.values("wave", stream)).isEqualTo(window);
                            float expected = perStep
                                    ? model.predictAllSteps(new float[][] {window})[0][WINDOW - 1]
                                    : model.predict(window);
                            assertThat(advance.output(0)[stream]).isCloseTo(expected, within(1e-6f));
                        }
                    }
                }
            }
        }
    }

    private static ModelSignature signature(boolean perStep) {
        return ElmanProgram.signature(ModelSignature.Axis.fixed("time", WINDOW), perStep, 1, Scaling.none());
    }

    @Test
    void aStreamThatWasResetNeedsItsWindowAnew() {
        try (CpuDevice device = CpuDevice.create(1)) {
            ElmanProgram program = new ElmanProgram(device, signature(false));
            program.parameters().initialize(4);
            Sessions sessions = new Sessions(program, program::close);
            try (RollingSession session = sessions.rolling(10)) {
                SessionState state = session.start(2);
                for (int t = 0; t < WINDOW; t++) {
                    state = session.step(state, new float[] {t, t}).state();
                }
                SessionState full = state;
                assertThat(session.step(full, new float[2]).ready()).isTrue();
                SessionState reset = state.reset(1);
                assertThat(session.step(reset, new float[2]).ready()).isFalse();
                assertThatThrownBy(() -> session.step(reset, new float[2]).output(0))
                        .hasMessage("no outputs yet: stream 1 has seen 1 of the 5 rows its window needs;"
                                + " ask ready() first");
                assertThat(session.step(reset.select(0), new float[1]).ready()).isTrue();
                assertThat(full.values("wave", 1)).isEqualTo(new float[] {0, 1, 2, 3, 4});
            }
        }
    }

    @Test
    void rowsHandedInAreCopied() {
        try (CpuDevice device = CpuDevice.create(1)) {
            ElmanProgram program = new ElmanProgram(device, signature(false));
            try (RollingSession session = new Sessions(program, program::close).rolling(10)) {
                float[] row = {1};
                SessionState state = session.step(session.start(1), row).state();
                Arrays.fill(row, 7);
                Arrays.fill(state.values("wave", 0), 7);
                assertThat(state.values("wave", 0)).isEqualTo(new float[] {0, 0, 0, 0, 1});
                assertThatThrownBy(() -> SessionState.join(List.of(
                                state,
                                CarriedSessionTest.open(device, true).carried(1).start(1))))
                        .hasMessageContaining("cannot join");
                try (CarriedSession carried =
                        CarriedSessionTest.open(device, true).carried(1)) {
                    assertThatThrownBy(() -> carried.step(state, new float[3])).hasMessageContaining("rolling session");
                }
            }
        }
    }
}
