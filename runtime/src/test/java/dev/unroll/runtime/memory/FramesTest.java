package dev.unroll.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.device.CpuDevice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static final CpuDevice DEVICE = CpuDevice.create(1);

    private static final class TestFrame extends Frame {
        final Matrix fixed;
        final Rows rows;
        final Sequence x;
        final Sequence right;
        final Sequence state;
        final Sequence sameSlot;

        TestFrame(FrameSpace space) {
            super(space);
            fixed = matrix(0, 2, 3);
            rows = rows(1, 2);
            x = sequence(2, 4);
            right = columns(x, 2, 4);
            state = state(3, 2);
            sameSlot = sequence(3, 1);
        }
    }

    @AfterAll
    static void close() {
        DEVICE.close();
    }

    private static Frames<TestFrame> frames(int batch, int tokens, int steps) {
        return Frames.create(DEVICE, TestFrame::new, batch, tokens, steps);
    }

    @Test
    void stepsAreAdjacentRowsOfTheSequence() {
        Frames<TestFrame> frames = frames(4, 20, 6);
        Packing packing = Packing.of(2, 4, 1);
        frames.pack(packing);
        TestFrame f = frames.root();
        assertThat(f.steps()).isEqualTo(4);
        assertThat(f.x.all().rows()).isEqualTo(7);
        int token = 0;
        for (int t = 0; t < 4; t++) {
            assertThat(f.x.at(t).rows()).isEqualTo(packing.rowsAt(t));
            assertThat(f.rows.at(t).rows()).isEqualTo(packing.rowsAt(t));
            for (int row = 0; row < packing.rowsAt(t); row++) {
                f.x.at(t).set(row, 3, 10 * t + row);
                assertThat(f.x.all().get(token, 3)).isEqualTo(10 * t + row);
                assertThat(f.right.at(t).get(row, 1)).isEqualTo(10 * t + row);
                token++;
            }
        }
        assertThatThrownBy(() -> f.x.at(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theStateBeforeAStepIsThatOfTheStepBefore() {
        Frames<TestFrame> frames = frames(4, 20, 6);
        frames.pack(Packing.of(2, 4, 1));
        TestFrame f = frames.root();
        for (int row = 0; row < 3; row++) {
            f.state.initial().set(row, 0, 100 + row);
        }
        for (int t = 0; t < 4; t++) {
            assertThat(f.state.before(t).rows()).isEqualTo(f.state.at(t).rows());
            for (int row = 0; row < f.state.at(t).rows(); row++) {
                assertThat(f.state.before(t).get(row, 0)).isEqualTo(t == 0 ? 100 + row : 10 * (t - 1) + row);
                f.state.at(t).set(row, 0, 10 * t + row);
            }
        }
        assertThatThrownBy(() -> f.x.before(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void slotsAreAlignedAndShared() {
        TestFrame f = packed(frames(4, 20, 6), Packing.of(3, 2)).root();
        assertThat(f.x.all().offset() % 16).isZero();
        assertThat(f.rows.all().offset() % 16).isZero();
        assertThat(f.sameSlot.all().offset()).isEqualTo(f.state.initial().offset());
        assertThat(f.fixed.offset()).isNotEqualTo(f.rows.all().offset());
    }

    @Test
    void lanesCoverEachRowOnce() {
        for (int batch : new int[] {1, 15, 16, 31, 33, 64, 100, 300}) {
            int[] lengths = new int[batch];
            for (int i = 0; i < batch; i++) {
                lengths[i] = 1 + i % 5;
            }
            Frames<TestFrame> frames = packed(frames(batch, batch * 5, 5), Packing.of(lengths));
            TestFrame root = frames.root();
            for (int lane = 0; lane < frames.lanes(); lane++) {
                TestFrame f = frames.lane(lane);
                assertThat(f.fixed.offset()).isEqualTo(root.fixed.offset());
                for (int t = 0; t < f.steps(); t++) {
                    assertThat(f.x.at(t).rows()).isPositive();
                    for (int row = 0; row < f.x.at(t).rows(); row++) {
                        f.x.at(t).set(row, 0, f.x.at(t).get(row, 0) + 1);
                        f.state.before(t).set(row, 0, f.state.before(t).get(row, 0) + 1);
                    }
                }
                assertThat(frames.lanes() == 1 || batch / frames.lanes() >= 16).isTrue();
            }
            for (int token = 0; token < root.x.all().rows(); token++) {
                assertThat(root.x.all().get(token, 0)).isEqualTo(1);
            }
            for (int t = 0; t < root.steps(); t++) {
                for (int row = 0; row < root.state.before(t).rows(); row++) {
                    assertThat(root.state.before(t).get(row, 0)).isEqualTo(1);
                }
            }
            frames.close();
        }
    }

    @Test
    void tokensOfALaneAreNotAdjacent() {
        Frames<TestFrame> frames = packed(frames(32, 64, 2), Packing.equal(32, 2));
        assertThat(frames.lanes()).isEqualTo(2);
        assertThatThrownBy(() -> frames.lane(1).x.all()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> frames.lane(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void packsAnew() {
        Frames<TestFrame> frames = packed(frames(40, 200, 6), Packing.equal(40, 5));
        Packing next = Packing.of(6, 1, 1);
        frames.pack(next);
        assertThat(frames.lanes()).isEqualTo(1);
        assertThat(frames.root().steps()).isEqualTo(6);
        assertThat(frames.root().rows.all().rows()).isEqualTo(3);
        assertThat(frames.root().rows.at(1).rows()).isEqualTo(1);
        next.set(new int[] {2});
        assertThat(frames.root().packing().batch()).as("frames keep a copy").isEqualTo(3);
        assertThatThrownBy(() -> frames.pack(Packing.of(7))).hasMessageContaining("exceed the capacity");
        assertThatThrownBy(() -> frames.pack(Packing.equal(41, 1))).hasMessageContaining("exceed the capacity");
        assertThatThrownBy(() -> frames.pack(Packing.equal(40, 6))).hasMessageContaining("exceed the capacity");
    }

    private static Frames<TestFrame> packed(Frames<TestFrame> frames, Packing packing) {
        frames.pack(packing);
        return frames;
    }
}
