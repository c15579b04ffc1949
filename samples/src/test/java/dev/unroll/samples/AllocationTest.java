package dev.unroll.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.train.Batch;
import dev.unroll.runtime.train.TrainingListener;
import dev.unroll.runtime.train.TrainingSpec;
import dev.unroll.samples.stockprice.StockPrice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** Training steps allocate nothing: the chapter's stock model, {@value #STEPS} steps after {@value #WARM_UP}. */
class AllocationTest {
    private static final int WARM_UP = 300;
    private static final int STEPS = 1000;

    /** Bytes of heap a step may cost, all threads together: less than the smallest object. */
    private static final long HEAP_PER_STEP = 15;

    /** What the resident size may grow by: the JVM's compiled code and touched heap pages; one batch's residuals are 3 MB. */
    private static final long RESIDENT = 24L << 20;

    @Test
    void stepsAllocateNeitherHeapNorNativeMemory() {
        int batch = ((Batch.Examples) StockPrice.TRAINING.batch()).count();
        TrainingSpec spec =
                StockPrice.TRAINING.toBuilder().chronological(1, 0).epochs(1).build();
        Series walk = randomWalk(StockPrice.LOOK_BACK + batch * (WARM_UP + STEPS + 10));
        try (CpuDevice device = CpuDevice.create(2);
                StockPrice model = StockPrice.create(42, device)) {
            Watch watch = new Watch();
            model.train(walk, spec, watch);
            System.out.printf(
                    "%d steps: %d bytes of heap, %d native bytes, %d native buffers, %d kB resident%n",
                    STEPS, watch.heap, watch.nativeBytes, watch.nativeBuffers, watch.resident >> 10);
            assertThat(watch.done).isTrue();
            assertThat(watch.heap).isLessThanOrEqualTo(HEAP_PER_STEP * STEPS);
            assertThat(watch.nativeBytes).isZero();
            assertThat(watch.nativeBuffers).isZero();
            assertThat(watch.resident).isLessThan(RESIDENT);
        }
    }

    private static Series randomWalk(int rows) {
        Random random = new Random(42);
        float[] prices = new float[rows];
        double price = 100;
        for (int t = 0; t < rows; t++) {
            prices[t] = (float) price;
            price += 0.5 * random.nextGaussian() - 0.01 * (price - 100);
        }
        return Series.of(prices);
    }

    /** Reads all counters before and after the steps; at each step in between it only compares a number. */
    private static final class Watch implements TrainingListener {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private long[] ids = new long[0];
        private boolean done;
        private long heap;
        private long nativeBytes;
        private long nativeBuffers;
        private long resident;

        @Override
        public void step(int epoch, int step, double loss) {
            if (step == WARM_UP) {
                ids = Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread == Thread.currentThread()
                                || thread.getName().startsWith("unroll-"))
                        .mapToLong(Thread::getId)
                        .toArray();
                assertThat(ids)
                        .as("the training thread and one member of the team")
                        .hasSize(2);
                resident = -residentBytes();
                nativeBytes = -Pointer.totalBytes();
                nativeBuffers = -Pointer.totalCount();
                heap = -allocated();
            } else if (step == WARM_UP + STEPS) {
                heap += allocated();
                nativeBytes += Pointer.totalBytes();
                nativeBuffers += Pointer.totalCount();
                resident += residentBytes();
                done = true;
            }
        }

        private long allocated() {
            long sum = 0;
            for (long bytes : threads.getThreadAllocatedBytes(ids)) {
                sum += bytes;
            }
            return sum;
        }

        /** Zero where there is no {@code /proc}. */
        private static long residentBytes() {
            Path status = Path.of("/proc/self/status");
            if (!Files.exists(status)) {
                return 0;
            }
            try {
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith("VmRSS:")) {
                        return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
                    }
                }
                return 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
