package dev.unroll.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.memory.Capacity;
import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.FrameSpace;
import dev.unroll.runtime.memory.Frames;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packings;
import dev.unroll.runtime.memory.Pairs;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;
import dev.unroll.runtime.memory.SpanRows;
import dev.unroll.runtime.memory.Spans;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention's operations, of every device, by example and position; lengths of the two axes are in different orders. */
class SpanOperationsTest {
    private static final String DEVICES = "dev.unroll.runtime.device.DeviceTest#devices";

    /** Source and target lengths, small and large enough for lanes and parts. */
    private static List<int[][]> lengths() {
        List<int[][]> lengths = new ArrayList<>();
        lengths.add(new int[][] {{1}, {1}});
        lengths.add(new int[][] {{2, 5, 3, 5}, {3, 1, 4, 2}});
        int[] source = new int[70];
        int[] target = new int[70];
        for (int i = 0; i < source.length; i++) {
            source[i] = 1 + (i * 31 + 5) % 90;
            target[i] = 1 + (i * 17 + 3) % 23;
        }
        lengths.add(new int[][] {source, target});
        return lengths;
    }

    private static final class SpanFrame extends Frame {
        final Sequence x;
        final Sequence y;
        final Spans memory;
        final Spans other;
        final Pairs pairs;
        final Pairs shifted;
        final Rows batch;
        final Rows again;
        final Rows ordered;
        final Spans positions;

        SpanFrame(FrameSpace space) {
            super(space);
            x = sequence(0, 5, 0);
            y = sequence(1, 5, 0);
            memory = columns(spans(2, 8, 0, 1), 1, 6);
            other = spans(3, 5, 0, 1);
            pairs = pairs(4, 5, 0, 1);
            shifted = pairs(5, 5, 0, 1);
            batch = rows(6, 5);
            again = rows(7, 5);
            ordered = rows(8, 5, 1);
            positions = spans(9, 1, 0, 1);
        }
    }

    private record Batch(Packings packings, Frames<SpanFrame> frames) implements AutoCloseable {
        SpanFrame root() {
            return frames.root();
        }

        /** The caller's example of a reader of the target axis. */
        int example(int reader) {
            return packings.axis(1).source(reader);
        }

        /** Where the source's order has an example. */
        int sourceRow(int example) {
            for (int row = 0; row < packings.batch(); row++) {
                if (packings.axis(0).source(row) == example) {
                    return row;
                }
            }
            throw new AssertionError(example);
        }

        @Override
        public void close() {
            frames.close();
        }
    }

    private static Batch batch(Device device, int[][] lengths) {
        Packings packings = Packings.of(lengths);
        int[] tokens = {packings.axis(0).tokens(), packings.axis(1).tokens()};
        int[] steps = {packings.axis(0).steps(), packings.axis(1).steps()};
        Frames<SpanFrame> frames = Frames.create(device, SpanFrame::new, Capacity.of(packings.batch(), tokens, steps));
        frames.pack(packings);
        Numbers.fill(frames.root().x.all(), 1, 5);
        Numbers.fill(frames.root().batch.all(), 2, 1);
        return new Batch(packings, frames);
    }

    @ParameterizedTest
    @MethodSource(DEVICES)
    void aMemoryHasEachExamplesRowsSideBySide(Device device) {
        for (int[][] lengths : lengths()) {
            try (Batch batch = batch(device, lengths)) {
                SpanFrame f = batch.root();
                device.lay(f.x, f.memory);
                device.positions(f.positions.all());
                SpanRows all = f.memory.all();
                assertThat(all.readers()).isEqualTo(batch.packings().batch());
                for (int reader = 0; reader < all.readers(); reader++) {
                    int example = batch.example(reader);
                    assertThat(all.start(reader + 1) - all.start(reader)).isEqualTo(lengths[0][example]);
                    int row = batch.sourceRow(example);
                    for (int position = 0; position < lengths[0][example]; position++) {
                        int span = all.start(reader) + position;
                        assertThat(all.rows().get(span, 3))
                                .isEqualTo(f.x.at(position).get(row, 3));
                        assertThat(f.positions.all().rows().get(span, 0)).isEqualTo(position);
                    }
                }
                device.unlay(f.memory, f.y);
                DeviceTest.requireClose(f.y.all(), Numbers.of(f.x.all()), 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(DEVICES)
    void aStepReadsTheExamplesAlive(Device device) {
        for (int[][] lengths : lengths()) {
            try (Batch batch = batch(device, lengths)) {
                device.lay(batch.root().x, batch.root().memory);
                device.arrange(batch.root().batch, batch.root().ordered);
                device.eachLane(batch.frames(), lane -> {
                    for (int t = 0; t < lane.steps(1); t++) {
                        device.spread(lane.ordered.at(t), lane.pairs.at(t));
                        device.softmaxSpans(lane.memory.at(t), lane.shifted.at(t));
                    }
                });
                SpanFrame f = batch.root();
                for (int t = 0; t < f.steps(1); t++) {
                    SpanRows spread = f.pairs.at(t);
                    assertThat(spread.readers())
                            .isEqualTo(batch.packings().axis(1).rowsAt(t));
                    for (int reader = 0; reader < spread.readers(); reader++) {
                        double sum = 0;
                        for (int span = spread.start(reader); span < spread.start(reader + 1); span++) {
                            int place = batch.packings().axis(1).place(reader);
                            assertThat(spread.rows().get(span, 2))
                                    .isEqualTo(f.batch.all().get(place, 2));
                            sum += Math.exp(f.memory.at(t).rows().getDouble(span, 4));
                        }
                        for (int span = spread.start(reader); span < spread.start(reader + 1); span++) {
                            double expected = Math.exp(f.memory.at(t).rows().getDouble(span, 4)) / sum;
                            assertThat(f.shifted.at(t).rows().getDouble(span, 4))
                                    .isCloseTo(expected, within(1e-6));
                        }
                    }
                    device.sumSpans(f.shifted.at(t), f.ordered.at(t));
                    for (int reader = 0; reader < spread.readers(); reader++) {
                        assertThat(f.ordered.at(t).getDouble(reader, 1)).isCloseTo(1, within(1e-5));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(DEVICES)
    void spansMoveByOneStep(Device device) {
        for (int[][] lengths : lengths()) {
            try (Batch batch = batch(device, lengths)) {
                SpanFrame f = batch.root();
                for (int t = 0; t < f.steps(1); t++) {
                    Numbers.fill(f.pairs.at(t).rows(), 10 + t, 1);
                }
                Numbers.fill(f.other.all().rows(), 3, 1);
                device.shiftSpans(f.pairs, f.other, f.shifted);
                for (int t = 0; t < f.steps(1); t++) {
                    Matrix before =
                            t == 0 ? f.other.at(0).rows() : f.pairs.at(t - 1).rows();
                    Matrix now = f.shifted.at(t).rows();
                    for (int span = 0; span < now.rows(); span++) {
                        assertThat(now.get(span, 4)).isEqualTo(before.get(span, 4));
                    }
                }
                device.shiftSpansReverse(f.pairs, f.other, f.shifted);
                for (int t = 0; t < f.steps(1); t++) {
                    int staying = t + 1 < f.steps(1) ? f.pairs.at(t + 1).rows().rows() : 0;
                    Matrix now = f.shifted.at(t).rows();
                    for (int span = 0; span < now.rows(); span++) {
                        Matrix from = span < staying
                                ? f.pairs.at(t + 1).rows()
                                : f.other.at(t).rows();
                        assertThat(now.get(span, 0)).isEqualTo(from.get(span, 0));
                    }
                }
                device.arrange(f.batch, f.ordered);
                device.restore(f.ordered, f.again);
                DeviceTest.requireClose(f.again.all(), Numbers.of(f.batch.all()), 0);
            }
        }
    }

    @Test
    void misfitsAreRefused() {
        try (Device device = CpuDevice.create(1);
                Batch batch = batch(device, new int[][] {{2, 3}, {2, 1}})) {
            SpanFrame f = batch.root();
            assertThatThrownBy(() -> device.spread(f.batch.all(), f.memory.at(1)))
                    .hasMessageContaining("spread of")
                    .hasMessageContaining("of 1 readers");
            assertThatThrownBy(() -> device.sumSpans(f.positions.all(), f.batch.all()))
                    .hasMessageContaining("sumSpans of");
            assertThatThrownBy(() -> device.softmaxSpans(f.memory.at(0), f.other.at(1)))
                    .hasMessageContaining("different readers");
            assertThatThrownBy(() -> device.positions(f.memory.all())).hasMessageContaining("positions into");
        }
    }
}
