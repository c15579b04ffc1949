package dev.unroll.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.train.ElmanProgram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One model, many threads; and what happens to sessions when the model is trained or closed under them. */
class SessionsTest {
    private static final int MOST = 100;
    private static final int THREADS = 16;
    /** Over all threads; {@code -Dunroll.session.steps=1000000} for the full count. */
    private static final int STEPS = Integer.getInteger("unroll.session.steps", 20_000);

    @Test
    void manyThreadsGetWhatOneGets() throws InterruptedException {
        try (CpuDevice device = CpuDevice.create()) {
            Sessions sessions = CarriedSessionTest.open(device, true);
            int steps = STEPS / THREADS;
            List<Long> expected = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                expected.add(walk(sessions, thread, steps));
            }
            AtomicLong[] digests = new AtomicLong[THREADS];
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            long began = System.nanoTime();
            for (int i = 0; i < THREADS; i++) {
                int index = i;
                digests[i] = new AtomicLong();
                Thread thread = new Thread(() -> {
                    try {
                        start.await();
                        digests[index].set(walk(sessions, index, steps));
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                });
                thread.start();
                threads.add(thread);
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf("%d session steps on %d threads: %.1f s%n", steps * THREADS, THREADS, seconds);
            assertThat(failures).isEmpty();
            for (int i = 0; i < THREADS; i++) {
                assertThat(digests[i].get()).as("thread %d", i).isEqualTo(expected.get(i));
            }
            assertThat(sessions.open()).isEqualTo(0);
        }
    }

    /** Streams of its own, 1 to 3 at a time, with resets; every bit of every output in a digest. */
    private static long walk(Sessions sessions, int thread, int steps) {
        long digest = thread;
        try (CarriedSession session = sessions.carried(MOST)) {
            int streams = 1 + thread % 3;
            SessionState state = session.start(streams);
            for (int t = 0; t < steps; t++) {
                Advance advance = session.step(state, CarriedSessionTest.rows(streams, thread * 1000 + t % 997));
                state = t % 101 == 100 ? advance.state().reset(t % streams) : advance.state();
                for (float number : advance.output(0)) {
                    digest = digest * 0x9E3779B97F4A7C15L + Float.floatToRawIntBits(number);
                }
            }
            return digest * 31 + state.hashCode();
        }
    }

    @Test
    void stepsAreRefusedWhileWeightsChange() throws InterruptedException {
        try (CpuDevice device = CpuDevice.create(1)) {
            Sessions sessions = CarriedSessionTest.open(device, true);
            try (CarriedSession session = sessions.carried(MOST)) {
                float[] x = CarriedSessionTest.rows(1, 1);
                SessionState state = session.step(session.start(1), x).state();
                sessions.changing();
                sessions.changing();
                // The training thread's own listeners may look.
                session.step(state, x);
                List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
                sessions.changed();
                Thread other = new Thread(() -> {
                    try {
                        session.step(state, x);
                    } catch (IllegalStateException e) {
                        thrown.add(e);
                    }
                });
                other.start();
                other.join();
                assertThat(thrown).hasSize(1);
                assertThat(thrown.get(0)).hasMessageStartingWith("Carried is being trained, its sessions wait");
                sessions.changed();
                session.step(state, x);
            }
        }
    }

    /** Every result is of one set of weights: those before or those after a change, never a mixture. */
    @Test
    void noStepMixesOldAndNewWeights() throws InterruptedException {
        try (CpuDevice device = CpuDevice.create(1)) {
            CarriedProgram program = new CarriedProgram(device, true);
            Sessions sessions = new Sessions(program, program::close);
            float[] x = CarriedSessionTest.rows(1, 1);
            float[][] expected = new float[2][];
            for (int version = 0; version < 2; version++) {
                program.parameters().initialize(version);
                try (CarriedSession session = sessions.carried(MOST)) {
                    expected[version] = session.step(session.start(1), x).output(0);
                }
            }
            AtomicBoolean done = new AtomicBoolean();
            List<Object> failures = Collections.synchronizedList(new ArrayList<>());
            int[] seen = new int[3];
            Thread server = new Thread(() -> {
                try (CarriedSession session = sessions.carried(MOST)) {
                    while (!done.get()) {
                        try {
                            float[] output = session.step(session.start(1), x).output(0);
                            boolean old = java.util.Arrays.equals(output, expected[0]);
                            boolean fresh = java.util.Arrays.equals(output, expected[1]);
                            seen[old ? 0 : 1]++;
                            if (!old && !fresh) {
                                failures.add(output);
                            }
                        } catch (IllegalStateException training) {
                            seen[2]++;
                        }
                    }
                }
            });
            server.start();
            for (int change = 0; change < 300; change++) {
                sessions.changing();
                program.parameters().initialize(change % 2);
                sessions.changed();
                Thread.sleep(0, 500_000);
            }
            done.set(true);
            server.join();
            assertThat(failures).isEmpty();
            assertThat(seen[0]).isPositive();
            assertThat(seen[1]).isPositive();
            assertThat(seen[2]).isPositive();
        }
    }

    @Test
    void aClosedModelsMemoryLivesUntilTheLastSessionIsClosed() {
        try (CpuDevice device = CpuDevice.create(1)) {
            CarriedProgram program = new CarriedProgram(device, true);
            Sessions sessions = new Sessions(program, program::close);
            CarriedSession one = sessions.carried(MOST);
            CarriedSession two = sessions.carried(MOST);
            assertThat(sessions.open()).isEqualTo(2);
            sessions.close();
            assertThat(program.freed).isFalse();
            assertThatThrownBy(() -> one.step(one.start(1), new float[3]))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this Carried is closed");
            assertThatThrownBy(() -> sessions.carried(MOST)).hasMessage("this Carried is closed");
            one.close();
            one.close();
            assertThat(program.freed).isFalse();
            two.close();
            assertThat(program.freed).isTrue();
        }
    }

    /** Sessions at work while the model is closed under them: refused sooner or later, and no crash. */
    @Test
    void closingUnderWorkingSessions() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            CpuDevice device = CpuDevice.create(2);
            CarriedProgram program = new CarriedProgram(device, true);
            Sessions sessions = new Sessions(program, program::close);
            List<Thread> threads = new ArrayList<>();
            CountDownLatch working = new CountDownLatch(4);
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    try (CarriedSession session = sessions.carried(MOST)) {
                        SessionState state = session.start(2);
                        while (true) {
                            state = session.step(state, new float[6]).state();
                            working.countDown();
                        }
                    } catch (IllegalStateException closed) {
                        assertThat(closed).hasMessage("this Carried is closed");
                    }
                });
                thread.start();
                threads.add(thread);
            }
            working.await();
            sessions.close();
            device.close();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(program.freed).isTrue();
        }
    }

    @Test
    void aSessionIsOneThreadsAtATime() {
        Exclusive use = new Exclusive();
        use.begin();
        assertThatThrownBy(use::begin).hasMessageStartingWith("this session is used by another thread");
        assertThatThrownBy(use::close).hasMessageStartingWith("this session is used by another thread");
        use.end();
        assertThat(use.close()).isTrue();
        assertThat(use.close()).isFalse();
        assertThatThrownBy(use::begin).hasMessage("this session is closed");
    }

    @Test
    void noMoreThanTheLimitAreOpen() {
        try (CpuDevice device = CpuDevice.create(1)) {
            Sessions sessions = CarriedSessionTest.open(device, true);
            CarriedSession one = sessions.carried(2);
            sessions.carried(2);
            assertThatThrownBy(() -> sessions.carried(2))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("2 sessions of Carried are open, and there may be 2; close one first");
            one.close();
            sessions.carried(2).close();
        }
    }

    @Test
    void modelsThatCannotServeSayWhy() {
        try (CpuDevice device = CpuDevice.create(1)) {
            Sessions carried = CarriedSessionTest.open(device, true);
            assertThatThrownBy(() -> carried.rolling(MOST)).hasMessageContaining("inputs of one fixed length");
            ElmanProgram program = new ElmanProgram(device, ElmanProgram.forecast(4));
            Sessions rolling = new Sessions(program, program::close);
            assertThatThrownBy(() -> rolling.carried(MOST)).hasMessageContaining("no states to carry");
        }
    }
}
