package dev.unroll.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.random.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Carried sessions: the whole is its parts, streams are their own, states are nobody's. */
class CarriedSessionTest {
    private static final int MOST = 100;

    static float[] rows(int rows, int stream) {
        float[] result = new float[rows * CarriedProgram.IN];
        for (int k = 0; k < result.length; k++) {
            result[k] = 2 * CounterRandom.unit(11, 0, stream, k) - 1;
        }
        return result;
    }

    private static float[] row(float[] rows, int t) {
        return Arrays.copyOfRange(rows, t * CarriedProgram.IN, (t + 1) * CarriedProgram.IN);
    }

    private static float[] concat(List<float[]> parts) {
        int size = parts.stream().mapToInt(part -> part.length).sum();
        float[] result = new float[size];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, result, at, part.length);
            at += part.length;
        }
        return result;
    }

    private static void requireClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int k = 0; k < expected.length; k++) {
            assertThat(actual[k]).as("number %d", k).isCloseTo(expected[k], within(1e-5f));
        }
    }

    @Test
    void chunksGiveWhatTheWholeGives() {
        for (Device device : new Device[] {CpuDevice.create(2), Nd4jDevice.create(DataType.DOUBLE)}) {
            Sessions sessions = open(device, true);
            try (CarriedSession session = sessions.carried(MOST)) {
                float[] x = rows(20, 1);
                Advance whole = session.advance(session.start(1), new int[] {20}, x);
                SessionState state = session.start(1);
                List<float[]> parts = new ArrayList<>();
                int at = 0;
                for (int chunk : new int[] {1, 7, 1, 1, 4, 6}) {
                    float[] part = Arrays.copyOfRange(x, at * CarriedProgram.IN, (at + chunk) * CarriedProgram.IN);
                    Advance advance = session.advance(state, new int[] {chunk}, part);
                    parts.add(advance.output(0));
                    state = advance.state();
                    at += chunk;
                }
                requireClose(concat(parts), whole.output(0));
                requireClose(state.values("rnn.h", 0), whole.state().values("rnn.h", 0));
                assertThat(state.steps(0)).isEqualTo(20);
            }
            sessions.close();
        }
    }

    @Test
    void theLastStepIsTheOutputOfAModelWithOneRow() {
        Device device = CpuDevice.create(1);
        Sessions each = open(device, true);
        Sessions last = open(device, false);
        float[] x = rows(5, 1);
        float[] all = run(each, x, 5).output(0);
        requireClose(
                run(last, x, 5).output(0), Arrays.copyOfRange(all, 4 * CarriedProgram.OUT, 5 * CarriedProgram.OUT));
    }

    private static Advance run(Sessions sessions, float[] x, int steps) {
        try (CarriedSession session = sessions.carried(MOST)) {
            return session.advance(session.start(1), new int[] {steps}, x);
        }
    }

    /** Ragged chunks of several streams, with a reset of one of them, against each stream alone. */
    @Test
    void streamsDoNotSeeEachOther() {
        Sessions sessions = open(CpuDevice.create(1), true);
        int[][] chunks = {{3, 1, 6}, {1, 5, 2}, {2, 2, 9}};
        try (CarriedSession session = sessions.carried(MOST);
                CarriedSession alone = sessions.carried(MOST)) {
            SessionState together = session.start(3);
            SessionState[] single = {alone.start(1), alone.start(1), alone.start(1)};
            for (int c = 0; c < chunks.length; c++) {
                if (c == 2) {
                    together = together.reset(1);
                    single[1] = alone.start(1);
                }
                List<float[]> inputs = new ArrayList<>();
                List<float[]> expected = new ArrayList<>();
                for (int stream = 0; stream < 3; stream++) {
                    float[] x = rows(chunks[c][stream], 10 * c + stream);
                    inputs.add(x);
                    Advance advance = alone.advance(single[stream], new int[] {chunks[c][stream]}, x);
                    single[stream] = advance.state();
                    expected.add(advance.output(0));
                }
                Advance advance = session.advance(together, chunks[c], concat(inputs));
                together = advance.state();
                requireClose(advance.output(0), concat(expected));
            }
            for (int stream = 0; stream < 3; stream++) {
                requireClose(together.values("rnn.h", stream), single[stream].values("rnn.h", 0));
            }
            assertThat(together.steps(0)).isEqualTo(6);
            assertThat(together.steps(1)).isEqualTo(2);
        }
    }

    /** The trained start is not zero, so a stream that was reset differs from one whose state happens to be 0. */
    @Test
    void aResetStreamBeginsAsTheModelDoes() {
        Sessions sessions = open(CpuDevice.create(1), true);
        try (CarriedSession session = sessions.carried(MOST)) {
            float[] x = rows(1, 1);
            float[] first = session.step(session.start(1), x).output(0);
            SessionState later =
                    session.advance(session.start(1), new int[] {9}, rows(9, 2)).state();
            assertThat(session.step(later, x).output(0)).isNotEqualTo(first);
            assertThat(session.step(later.reset(0), x).output(0)).isEqualTo(first);
        }
    }

    @Test
    void arraysThatGoInAndComeOutAreNobodysState() {
        Sessions sessions = open(CpuDevice.create(1), true);
        try (CarriedSession session = sessions.carried(MOST)) {
            float[] x = rows(1, 1);
            Advance advance = session.step(session.start(1), x);
            float[] output = advance.output(0).clone();
            float[] values = advance.state().values("rnn.h", 0);
            SessionState copy = advance.state().select(0);
            float[] next = session.step(advance.state(), x).output(0);
            // Whatever the caller does to what it got or gave changes nothing.
            Arrays.fill(x, 9);
            Arrays.fill(advance.output(0), 9);
            Arrays.fill(advance.state().values("rnn.h", 0), 9);
            assertThat(advance.state().values("rnn.h", 0)).isEqualTo(values);
            assertThat(advance.state()).isEqualTo(copy).hasSameHashCodeAs(copy);
            float[] again = rows(1, 1);
            assertThat(session.step(session.start(1), again).output(0)).isEqualTo(output);
            assertThat(session.step(advance.state(), again).output(0)).isEqualTo(next);
            assertThat(session.step(copy, again).output(0)).isEqualTo(next);
        }
    }

    /** Two copies of one state go their own ways in turn, in one session and in two. */
    @Test
    void copiesInterleaved() {
        Sessions sessions = open(CpuDevice.create(1), true);
        try (CarriedSession one = sessions.carried(MOST);
                CarriedSession two = sessions.carried(MOST)) {
            SessionState fork =
                    one.advance(one.start(1), new int[] {5}, rows(5, 1)).state();
            float[] left = rows(6, 2);
            float[] right = rows(6, 3);
            float[] expectedLeft =
                    one.advance(fork, new int[] {6}, left).state().values("rnn.h", 0);
            float[] expectedRight =
                    one.advance(fork, new int[] {6}, right).state().values("rnn.h", 0);
            SessionState a = fork;
            SessionState b = fork;
            for (int t = 0; t < 6; t++) {
                a = (t % 2 == 0 ? one : two).step(a, row(left, t)).state();
                b = (t % 3 == 0 ? one : two).step(b, row(right, t)).state();
            }
            requireClose(a.values("rnn.h", 0), expectedLeft);
            requireClose(b.values("rnn.h", 0), expectedRight);
            SessionState both = SessionState.join(List.of(a, b, fork)).select(2, 0, 1, 0);
            assertThat(both.streams()).isEqualTo(4);
            assertThat(both.values("rnn.h", 1)).isEqualTo(a.values("rnn.h", 0)).isEqualTo(both.values("rnn.h", 3));
            assertThat(both.values("rnn.h", 2)).isEqualTo(b.values("rnn.h", 0));
            assertThat(both.steps(0)).isEqualTo(5);
        }
    }

    @Test
    void wrongInputIsRefusedByName() {
        Sessions sessions = open(CpuDevice.create(1), true);
        try (CarriedSession session = sessions.carried(MOST)) {
            SessionState state = session.start(2);
            assertThatThrownBy(() -> session.step(state, new float[5]))
                    .isInstanceOf(DataException.class)
                    .hasMessage("input x needs 2 rows of 3 numbers, one after the other, but 5 numbers are given");
            assertThatThrownBy(() -> session.step(state)).hasMessage("Carried has 1 inputs, but 0 are given");
            assertThatThrownBy(() -> session.step(state, new float[] {0, 0, 0, 0, Float.NaN, 0}))
                    .hasMessage("input x, row 1: NaN is not a finite number");
            assertThatThrownBy(() -> session.advance(state, new int[] {1}, new float[6]))
                    .hasMessage("steps of 1 streams for a state of 2");
            assertThatThrownBy(() -> session.advance(state, new int[] {1, 0}, new float[3]))
                    .hasMessage("stream 1 cannot make 0 steps");
            assertThatThrownBy(() -> session.start(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> state.select(2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> state.values("lstm.c", 0)).hasMessageStartingWith("no lstm.c in the state");
            assertThat(session.step(state, new float[6]).state().steps(1)).isEqualTo(1);
        }
    }

    static Sessions open(Device device, boolean perStep) {
        CarriedProgram program = new CarriedProgram(device, perStep);
        return new Sessions(program, program::close);
    }
}
