package dev.unroll.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.FrameSpace;
import dev.unroll.runtime.memory.Frames;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations along each example's steps, of every device against plain loops in double. */
class StepOperationsTest {
    private static final String DEVICES = "dev.unroll.runtime.device.DeviceTest#devices";

    /** The tests' batches and one that is cut into parts. */
    private static List<Packing> packings() {
        List<Packing> packings = new ArrayList<>(DeviceTest.PACKINGS);
        int[] lengths = new int[90];
        for (int row = 0; row < lengths.length; row++) {
            lengths[row] = 1 + (row * 31 + 5) % 170;
        }
        packings.add(Packing.of(lengths));
        return packings;
    }

    private static final class StepFrame extends Frame {
        final Sequence x;
        final Sequence y;
        final Rows sums;
        final Rows lengths;

        StepFrame(FrameSpace space) {
            super(space);
            Sequence wide = sequence(0, 9);
            x = columns(wide, 2, 7);
            y = sequence(1, 5);
            sums = rows(2, 5);
            lengths = rows(3, 1);
        }
    }

    private static Frames<StepFrame> frames(Device device, Packing packing) {
        Frames<StepFrame> frames =
                Frames.create(device, StepFrame::new, packing.batch(), packing.tokens(), packing.steps());
        frames.pack(packing);
        Numbers.fill(frames.root().x.all(), 1, 5);
        Numbers.fill(frames.root().y.all(), 2, 1);
        Numbers.fill(frames.root().sums.all(), 3, 1);
        return frames;
    }

    @ParameterizedTest
    @MethodSource(DEVICES)
    void agreeWithPlainLoops(Device device) {
        for (Packing packing : packings()) {
            StepFrame f = frames(device, packing).root();
            double[][] sums = new double[packing.batch()][5];
            double[][] powers = new double[packing.batch()][5];
            DeviceTest.eachToken(packing, (t, row) -> {
                for (int c = 0; c < 5; c++) {
                    sums[row][c] += f.x.at(t).getDouble(row, c);
                    powers[row][c] += Math.exp(f.x.at(t).getDouble(row, c));
                }
            });
            device.sumSteps(f.x, f.sums);
            DeviceTest.requireClose(f.sums.all(), sums, 1e-3);
            device.softmaxSteps(f.x, f.y);
            DeviceTest.eachToken(packing, (t, row) -> {
                for (int c = 0; c < 5; c++) {
                    assertThat(f.y.at(t).getDouble(row, c))
                            .isCloseTo(Math.exp(f.x.at(t).getDouble(row, c)) / powers[row][c], within(1e-6));
                }
            });
            double[][] soft = Numbers.of(f.y.all());
            device.reverse(f.x, f.y);
            DeviceTest.eachToken(packing, (t, row) -> {
                for (int c = 0; c < 5; c++) {
                    assertThat(f.y.at(t).getDouble(row, c))
                            .isEqualTo(f.x.at(packing.length(row) - 1 - t).getDouble(row, c));
                }
            });
            device.softmaxSteps(f.x, f.x);
            DeviceTest.requireClose(f.x.all(), soft, 0);
        }
    }

    @ParameterizedTest
    @MethodSource(DEVICES)
    void lengthsAreThoseOfTheFramesExamples(Device device) {
        for (Packing packing : packings()) {
            Frames<StepFrame> frames = frames(device, packing);
            device.lengths(frames.root(), frames.root().lengths);
            for (int row = 0; row < packing.batch(); row++) {
                assertThat(frames.root().lengths.all().get(row, 0)).isEqualTo(packing.length(row));
            }
            device.fill(frames.root().lengths.all(), 0);
            device.eachLane(frames, lane -> device.lengths(lane, lane.lengths));
            for (int row = 0; row < packing.batch(); row++) {
                assertThat(frames.root().lengths.all().get(row, 0)).isEqualTo(packing.length(row));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(DEVICES)
    void misfitsAreRefusedBeforeAnythingIsWritten(Device device) {
        StepFrame f = frames(device, Packing.of(3, 2)).root();
        StepFrame g = frames(device, Packing.of(3, 2, 2)).root();
        double[][] before = Numbers.of(g.y.all());
        assertThatThrownBy(() -> device.sumSteps(f.x, g.sums)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.softmaxSteps(f.x, g.y)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.reverse(f.x, g.y)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.reverse(g.y, g.y)).hasMessage("reverse of a sequence into itself");
        assertThatThrownBy(() -> device.lengths(f, g.lengths)).hasMessage("lengths of 2 examples into [3, 1]");
        assertThatThrownBy(() -> device.lengths(f, f.sums)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Numbers.of(g.y.all())).isEqualTo(before);
    }

    @Test
    void theSameBitsForAnyNumberOfThreads() {
        try (CpuDevice one = CpuDevice.create(1);
                CpuDevice three = CpuDevice.create(3)) {
            for (Packing packing : packings()) {
                StepFrame expected = frames(one, packing).root();
                StepFrame actual = frames(three, packing).root();
                one.sumSteps(expected.x, expected.sums);
                three.sumSteps(actual.x, actual.sums);
                one.softmaxSteps(expected.x, expected.y);
                three.softmaxSteps(actual.x, actual.y);
                assertThat(Numbers.of(actual.sums.all())).isEqualTo(Numbers.of(expected.sums.all()));
                assertThat(Numbers.of(actual.y.all())).isEqualTo(Numbers.of(expected.y.all()));
            }
        }
    }
}
