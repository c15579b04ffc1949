package dev.unroll.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Promises of the CPU device that one operation alone does not show, on an LSTM layer forward and backward. */
class CpuDeviceTest {
    private static final Packing RAGGED = ragged(70, 9);

    private static Packing ragged(int batch, int steps) {
        int[] lengths = new int[batch];
        for (int row = 0; row < batch; row++) {
            lengths[row] = 1 + (row * 7 + 3) % steps;
        }
        return Packing.of(lengths);
    }

    private static LstmLayer run(Device device, int units, Packing packing) {
        LstmLayer layer = new LstmLayer(device, 3, units, packing.batch(), packing.steps());
        layer.pack(packing);
        layer.forward();
        layer.backward();
        return layer;
    }

    private static List<Matrix> results(LstmLayer layer) {
        LstmLayer.LayerFrame f = layer.frames.root();
        return List.of(
                f.h.all(),
                f.c.all(),
                f.dZ.all(),
                f.dH.all(),
                f.dC.all(),
                layer.inputGradient,
                layer.recurrentGradient,
                layer.biasGradient);
    }

    @Test
    void agreesWithNd4jInDouble() {
        for (Packing packing : List.of(RAGGED, Packing.equal(33, 5), Packing.of(3))) {
            try (CpuDevice cpu = CpuDevice.create(2);
                    Nd4jDevice reference = Nd4jDevice.create(DataType.DOUBLE)) {
                List<Matrix> actual = results(run(cpu, 11, packing));
                List<Matrix> expected = results(run(reference, 11, packing));
                for (int i = 0; i < actual.size(); i++) {
                    for (int r = 0; r < actual.get(i).rows(); r++) {
                        for (int c = 0; c < actual.get(i).cols(); c++) {
                            assertThat(actual.get(i).getDouble(r, c))
                                    .as("result %d at %d, %d", i, r, c)
                                    .isCloseTo(expected.get(i).getDouble(r, c), within(2e-5));
                        }
                    }
                }
            }
        }
    }

    @Test
    void givesTheSameBitsForAnyNumberOfThreads() {
        for (Packing packing : List.of(RAGGED, Packing.equal(96, 12))) {
            for (int units : new int[] {11, 64}) {
                try (CpuDevice one = CpuDevice.create(1);
                        CpuDevice three = CpuDevice.create(3)) {
                    List<Matrix> expected = results(run(one, units, packing));
                    for (int repetition = 0; repetition < 3; repetition++) {
                        List<Matrix> actual = results(run(three, units, packing));
                        for (int i = 0; i < actual.size(); i++) {
                            assertThat(Numbers.of(actual.get(i)))
                                    .as("result %d", i)
                                    .isEqualTo(Numbers.of(expected.get(i)));
                        }
                    }
                }
            }
        }
    }

    @Test
    void allocatesNothing() throws InterruptedException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (CpuDevice device = CpuDevice.create(2)) {
            LstmLayer layer = run(device, 11, RAGGED);
            Packing other = ragged(50, 7);
            Matrix m = Matrix.allocate(DataType.FLOAT, 1, 1000);
            Matrix table = Numbers.fill(Matrix.allocate(DataType.FLOAT, 40, 64), 1, 1);
            Matrix ids = Matrix.allocate(DataType.FLOAT, 300, 1);
            Matrix rows = Matrix.allocate(DataType.FLOAT, 300, 64);
            Matrix loss = Matrix.allocate(DataType.FLOAT, 300, 1);
            float[] none = new float[0];
            Runnable step = () -> {
                layer.frames.pack(other);
                layer.forward();
                layer.frames.pack(RAGGED);
                layer.forward();
                layer.backward();
                device.mask(layer.frames.root(), layer.frames.root().x.all(), 0.5f, 2, 1);
                device.adam(m, m, m, m, 0.1, 0.9, 0.999, 1e-8);
                device.clipNorm(m, 1);
                device.gather(table, ids, rows);
                device.scatterAdd(ids, rows, table);
                device.scatter(ids, rows, table);
                device.softmax(rows, rows);
                device.logSoftmax(rows, rows);
                device.crossEntropy(rows, ids, 0.1, none, loss);
                device.crossEntropyGradient(rows, ids, loss, 0.1, none, rows);
                device.softmaxSteps(layer.frames.root().h, layer.frames.root().h);
            };
            // Compiled long before the count begins: what the JVM links late it allocates on the calling thread.
            for (int i = 0; i < 3000; i++) {
                step.run();
            }
            List<Long> threadIds = new ArrayList<>();
            threadIds.add(Thread.currentThread().getId());
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("unroll-"))
                    .forEach(thread -> threadIds.add(thread.getId()));
            assertThat(threadIds).hasSizeGreaterThanOrEqualTo(2);
            long[] before = new long[threadIds.size()];
            long pointers = Pointer.totalBytes();
            for (int i = 0; i < before.length; i++) {
                before[i] = threads.getThreadAllocatedBytes(threadIds.get(i));
            }
            for (int i = 0; i < 1000; i++) {
                step.run();
            }
            for (int i = 0; i < before.length; i++) {
                // The smallest object of a step would show as 16,000 bytes. What remains comes from asking.
                assertThat(threads.getThreadAllocatedBytes(threadIds.get(i)) - before[i])
                        .as("thread %d", i)
                        .isLessThan(1000);
            }
            assertThat(Pointer.totalBytes()).isEqualTo(pointers);
        }
    }

    @Test
    void failuresInLanesReachTheCallerAndLeaveTheDeviceUsable() {
        try (CpuDevice device = CpuDevice.create(2)) {
            LstmLayer layer = run(device, 11, RAGGED);
            double[][] expected = Numbers.of(layer.frames.root().h.all());
            assertThatThrownBy(() -> device.eachLane(layer.frames, f -> {
                        if (f.firstRow() > 0) {
                            throw new IllegalStateException("lane at " + f.firstRow());
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("lane at ");
            layer.forward();
            assertThat(Numbers.of(layer.frames.root().h.all())).isEqualTo(expected);
        }
    }

    @Test
    void lanesInOrderMayAddToOneValue() {
        try (CpuDevice device = CpuDevice.create(2)) {
            LstmLayer layer = run(device, 11, RAGGED);
            Matrix rows = Matrix.allocate(DataType.FLOAT, 1, 1);
            device.eachLaneInOrder(
                    layer.frames, f -> rows.set(0, 0, rows.get(0, 0) * 20 + (f.endRow() - f.firstRow())));
            assertThat(layer.frames.lanes()).isEqualTo(4);
            // Lanes of 17, 18, 17 and 18 rows, in this order.
            assertThat(rows.get(0, 0)).isEqualTo(((17 * 20 + 18) * 20 + 17) * 20 + 18);
        }
    }

    @Test
    void threadsMayShareADevice() throws InterruptedException {
        try (CpuDevice device = CpuDevice.create(2)) {
            double[][] expected =
                    Numbers.of(run(device, 11, RAGGED).frames.root().h.all());
            List<Thread> threads = new ArrayList<>();
            List<Object> failures = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 3; i++) {
                Thread thread = new Thread(() -> {
                    for (int repetition = 0; repetition < 5; repetition++) {
                        double[][] actual = Numbers.of(
                                run(device, 11, RAGGED).frames.root().h.all());
                        if (!java.util.Arrays.deepEquals(actual, expected)) {
                            failures.add(actual);
                        }
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void needsAThread() {
        assertThatThrownBy(() -> CpuDevice.create(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
