package dev.unroll.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.memory.Arena;
import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.FrameSpace;
import dev.unroll.runtime.memory.Frames;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;
import dev.unroll.runtime.random.CounterRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Every operation of every device against plain loops in double. */
class DeviceTest {
    static final List<Packing> PACKINGS = List.of(
            Packing.equal(3, 4),
            Packing.of(2, 5, 1, 5, 3),
            Packing.of(1),
            Packing.of(4, 4, 2, 2, 2),
            Packing.equal(1, 6));

    static Stream<Device> devices() {
        return Stream.of(
                CpuDevice.create(1),
                CpuDevice.create(2),
                Nd4jDevice.create(DataType.FLOAT),
                Nd4jDevice.create(DataType.DOUBLE));
    }

    private static final class TestFrame extends Frame {
        final Sequence x;
        final Sequence y;
        final Sequence state;
        final Sequence b;
        final Rows initial;
        final Rows rows;

        TestFrame(FrameSpace space) {
            super(space);
            x = sequence(0, 3);
            y = sequence(1, 3);
            state = state(2, 3);
            b = sequence(3, 4);
            initial = rows(4, 3);
            rows = rows(5, 3);
        }
    }

    private static TestFrame frame(Device device, Packing packing) {
        Frames<TestFrame> frames =
                Frames.create(device, TestFrame::new, packing.batch(), packing.tokens(), packing.steps());
        frames.pack(packing);
        TestFrame f = frames.root();
        Numbers.fill(f.x.all(), 1, 1);
        Numbers.fill(f.y.all(), 2, 1);
        Numbers.fill(f.state.all(), 3, 1);
        Numbers.fill(f.state.initial(), 4, 1);
        Numbers.fill(f.b.all(), 5, 1);
        Numbers.fill(f.initial.all(), 6, 1);
        Numbers.fill(f.rows.all(), 7, 1);
        return f;
    }

    /** A matrix with other numbers around it, which no operation may touch. */
    static Matrix embedded(Device device, int rows, int cols, int stream) {
        Matrix around = Matrix.of(Arena.allocate(device.dataType(), (rows + 2L) * (cols + 3)), 0, rows + 2, cols + 3);
        Numbers.fill(around, 99, 1);
        return Numbers.fill(around.rows(1, rows + 1).columns(2, cols + 2), stream, 1);
    }

    static void requireClose(Matrix actual, double[][] expected, double tolerance) {
        for (int r = 0; r < expected.length; r++) {
            for (int c = 0; c < expected[r].length; c++) {
                double difference = Math.abs(actual.getDouble(r, c) - expected[r][c]);
                if (!(difference <= tolerance)) {
                    assertThat(actual.getDouble(r, c))
                            .as("element %d, %d", r, c)
                            .isCloseTo(expected[r][c], within(tolerance));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void products(Device device) {
        for (int[] s : new int[][] {{1, 5, 3}, {4, 1, 2}, {7, 9, 16}, {1, 1, 1}, {33, 70, 17}, {300, 200, 150}}) {
            for (int form = 0; form < 6; form++) {
                boolean transposeA = form == 2 || form == 5;
                boolean transposeB = form == 1 || form == 4;
                Matrix a = embedded(device, transposeA ? s[2] : s[0], transposeA ? s[0] : s[2], 1);
                Matrix b = embedded(device, transposeB ? s[1] : s[2], transposeB ? s[2] : s[1], 2);
                Matrix c = embedded(device, s[0], s[1], 3);
                double[][] expected = form < 3 ? new double[s[0]][s[1]] : Numbers.of(c);
                addProduct(expected, Numbers.of(a), Numbers.of(b), transposeA, transposeB);
                switch (form) {
                    case 0 -> device.gemm(a, b, c);
                    case 1 -> device.gemmNT(a, b, c);
                    case 2 -> device.gemmTN(a, b, c);
                    case 3 -> device.gemmAdd(a, b, c);
                    case 4 -> device.gemmAddNT(a, b, c);
                    default -> device.gemmAddTN(a, b, c);
                }
                requireClose(c, expected, 1e-5);
                requireSurroundings(c);
            }
        }
    }

    private static void addProduct(double[][] c, double[][] a, double[][] b, boolean transposeA, boolean transposeB) {
        int depth = transposeA ? a.length : a[0].length;
        for (int i = 0; i < c.length; i++) {
            for (int j = 0; j < c[0].length; j++) {
                for (int k = 0; k < depth; k++) {
                    c[i][j] += (transposeA ? a[k][i] : a[i][k]) * (transposeB ? b[j][k] : b[k][j]);
                }
            }
        }
    }

    static void requireSurroundings(Matrix inner) {
        int cols = inner.stride();
        Matrix around = Matrix.of(inner.arena(), 0, (int) (inner.arena().elements() / cols), cols);
        Matrix untouched = Numbers.fill(Matrix.allocate(inner.arena().type(), around.rows(), cols), 99, 1);
        for (int r = 0; r < around.rows(); r++) {
            for (int c = 0; c < cols; c++) {
                boolean inside = r >= 1 && r < around.rows() - 1 && c >= 2 && c < cols - 1;
                if (!inside && around.getDouble(r, c) != untouched.getDouble(r, c)) {
                    assertThat(around.getDouble(r, c))
                            .as("outside, %d, %d", r, c)
                            .isEqualTo(untouched.getDouble(r, c));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void productsOverSteps(Device device) {
        for (Packing packing : PACKINGS) {
            TestFrame f = frame(device, packing);
            Matrix c = Numbers.fill(Matrix.allocate(device.dataType(), 3, 4), 8, 1);
            double[][] before = new double[3][4];
            double[][] after = new double[3][4];
            for (int t = 0; t < packing.steps(); t++) {
                for (int row = 0; row < packing.rowsAt(t); row++) {
                    boolean last = t + 1 == packing.length(row);
                    for (int i = 0; i < 3; i++) {
                        double previous = t == 0
                                ? f.state.initial().getDouble(row, i)
                                : f.state.at(t - 1).getDouble(row, i);
                        double next = last
                                ? f.initial.all().getDouble(row, i)
                                : f.x.at(t + 1).getDouble(row, i);
                        for (int j = 0; j < 4; j++) {
                            before[i][j] += previous * f.b.at(t).getDouble(row, j);
                            after[i][j] += next * f.b.at(t).getDouble(row, j);
                        }
                    }
                }
            }
            device.gemmBeforeTN(f.state, f.b, c);
            requireClose(c, before, 1e-5);
            device.gemmAddBeforeTN(f.state, f.b, c);
            requireClose(c, twice(before), 1e-5);
            device.gemmAfterTN(f.x, f.initial, f.b, c);
            requireClose(c, after, 1e-5);
            device.gemmAddAfterTN(f.x, f.initial, f.b, c);
            requireClose(c, twice(after), 1e-5);
        }
    }

    private static double[][] twice(double[][] values) {
        double[][] result = new double[values.length][values[0].length];
        for (int r = 0; r < values.length; r++) {
            for (int c = 0; c < values[0].length; c++) {
                result[r][c] = 2 * values[r][c];
            }
        }
        return result;
    }

    @ParameterizedTest
    @MethodSource("devices")
    void sequencesAndBatchValues(Device device) {
        for (Packing packing : PACKINGS) {
            TestFrame f = frame(device, packing);
            device.last(f.x, f.rows);
            for (int row = 0; row < packing.batch(); row++) {
                assertThat(f.rows.all().get(row, 1))
                        .isEqualTo(f.x.at(packing.length(row) - 1).get(row, 1));
            }
            device.atLast(f.initial, f.y);
            eachToken(packing, (t, row) -> assertThat(f.y.at(t).get(row, 2))
                    .isEqualTo(t + 1 == packing.length(row) ? f.initial.all().get(row, 2) : 0));
            device.expand(f.initial, f.y);
            eachToken(packing, (t, row) -> assertThat(f.y.at(t).get(row, 0))
                    .isEqualTo(f.initial.all().get(row, 0)));
            device.shift(f.x, f.initial, f.y);
            eachToken(packing, (t, row) -> assertThat(f.y.at(t).get(row, 2))
                    .isEqualTo(
                            t == 0 ? f.initial.all().get(row, 2) : f.x.at(t - 1).get(row, 2)));
            device.shiftReverse(f.x, f.initial, f.y);
            eachToken(packing, (t, row) -> assertThat(f.y.at(t).get(row, 2))
                    .isEqualTo(
                            t + 1 == packing.length(row)
                                    ? f.initial.all().get(row, 2)
                                    : f.x.at(t + 1).get(row, 2)));
        }
    }

    interface TokenCheck {
        void at(int t, int row);
    }

    static void eachToken(Packing packing, TokenCheck check) {
        for (int t = 0; t < packing.steps(); t++) {
            for (int row = 0; row < packing.rowsAt(t); row++) {
                check.at(t, row);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void movesAndSums(Device device) {
        for (int[] s : new int[][] {{1, 1}, {5, 7}, {70, 3}, {1, 5000}, {400, 400}}) {
            Matrix a = embedded(device, s[0], s[1], 1);
            Matrix b = embedded(device, s[0], s[1], 2);
            Matrix vector = embedded(device, 1, s[1], 3);
            Matrix column = embedded(device, s[0], 1, 4);
            double[][] sum = Numbers.of(b);
            double[][] columns = new double[1][s[1]];
            double[][] rows = new double[s[0]][1];
            for (int r = 0; r < s[0]; r++) {
                for (int c = 0; c < s[1]; c++) {
                    sum[r][c] += a.getDouble(r, c);
                    columns[0][c] += a.getDouble(r, c);
                    rows[r][0] += a.getDouble(r, c);
                }
            }
            device.add(a, b);
            requireClose(b, sum, 1e-6);
            device.copy(a, b);
            requireClose(b, Numbers.of(a), 0);
            requireSurroundings(b);
            device.sumRows(a, vector);
            requireClose(vector, columns, 1e-4);
            device.sumRowsAdd(a, vector);
            requireClose(vector, twice(columns), 1e-4);
            requireSurroundings(vector);
            device.sumFeatures(a, column);
            requireClose(column, rows, 1e-4);
            device.sumFeaturesAdd(a, column);
            requireClose(column, twice(rows), 1e-4);
            requireSurroundings(column);
            device.fillRows(vector, b);
            device.broadcastFeatures(column, a);
            for (int r = 0; r < s[0]; r += 3) {
                for (int c = 0; c < s[1]; c += 3) {
                    assertThat(b.getDouble(r, c)).isEqualTo(vector.getDouble(0, c));
                    assertThat(a.getDouble(r, c)).isEqualTo(column.getDouble(r, 0));
                }
            }
            requireSurroundings(a);
            device.fill(a, 0.25f);
            assertThat(Numbers.of(a)[s[0] - 1]).containsOnly(0.25);
            requireSurroundings(a);
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void masksAreThePureFunctionOfTheirCoordinates(Device device) {
        TestFrame f = frame(device, Packing.of(2, 5, 1, 5, 3));
        f.random().set(77, 5);
        device.mask(f, f.x.all(), 0.3f, 1.5f, 2);
        int kept = 0;
        for (int r = 0; r < f.x.all().rows(); r++) {
            for (int c = 0; c < 3; c++) {
                boolean keep = CounterRandom.unit(77, 5, 2, r * 3L + c) >= 0.3f;
                assertThat(f.x.all().get(r, c)).isEqualTo(keep ? 1.5f : 0);
                kept += keep ? 1 : 0;
            }
        }
        assertThat(kept).isBetween(20, 45);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void constantsHaveAllDigitsOfTheDevicesType(Device device) {
        TestFrame f = frame(device, Packing.of(2, 5, 1, 5, 3));
        boolean isFloat = device.dataType() == DataType.FLOAT;
        device.fill(f.y.all(), 1 / 3.0);
        assertThat(f.y.all().getDouble(0, 0)).isEqualTo(isFloat ? (float) (1 / 3.0) : 1 / 3.0);
        f.random().set(77, 5);
        device.mask(f, f.x.all(), 0.1, 1 / 0.9, 2);
        for (double[] row : Numbers.of(f.x.all())) {
            assertThat(row[0]).isIn(0.0, isFloat ? (double) (float) (1 / 0.9) : 1 / 0.9);
        }
    }

    /** The second rate would be the number drawn itself if it were rounded to a float. */
    @ParameterizedTest
    @MethodSource("devices")
    void ratesAreComparedInDouble(Device device) {
        TestFrame f = frame(device, Packing.of(2, 5, 1, 5, 3));
        f.random().set(77, 5);
        double drawn = CounterRandom.unit(77, 5, 2, 0);
        device.mask(f, f.x.all(), drawn, 1, 2);
        assertThat(f.x.all().get(0, 0)).isEqualTo(1);
        device.mask(f, f.x.all(), Math.nextUp(drawn), 1, 2);
        assertThat(f.x.all().get(0, 0)).isEqualTo(0);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void launchesSeePortsAsTheirKindsSay(Device device) {
        // out0 = in * vector + column; out1 = in - scalar; the operand of out1 is also read.
        Kernel kernel = Kernel.of(
                "ports",
                1,
                (n, a) -> {
                    for (int k = 0; k < n; k++) {
                        a[6][k] = a[0][k] * a[1][k];
                    }
                    for (int k = 0; k < n; k++) {
                        a[4][k] = a[6][k] + a[2][k];
                        a[5][k] = a[0][k] - a[3][k];
                    }
                },
                a -> {
                    a[4].assign(a[0].mul(a[1]).add(a[2]));
                    a[5].assign(a[0].sub(a[3]));
                },
                Port.in(0, 2, 5),
                Port.vector(1, 1, 5),
                Port.column(2),
                Port.scalar(3),
                Port.out(4, 0, 5),
                Port.out(0, 2, 5));
        for (int rows : new int[] {1, 6, 3000}) {
            Matrix in = embedded(device, rows, 9, 1);
            Matrix vector = embedded(device, 1, 7, 2);
            Matrix column = embedded(device, rows, 1, 3);
            Matrix scalar = embedded(device, 1, 1, 4);
            Matrix out = embedded(device, rows, 5, 5);
            double[][] before = Numbers.of(in);
            device.launch(kernel, in, vector, column, scalar, out);
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < 5; c++) {
                    double expected = before[r][c + 2] * vector.getDouble(0, c + 1) + column.getDouble(r, 0);
                    assertThat(out.getDouble(r, c)).isCloseTo(expected, within(1e-6));
                    assertThat(in.getDouble(r, c + 2))
                            .isCloseTo(before[r][c + 2] - scalar.getDouble(0, 0), within(1e-6));
                }
                assertThat(in.getDouble(r, 1)).isEqualTo(before[r][1]);
                assertThat(in.getDouble(r, 7)).isEqualTo(before[r][7]);
            }
            requireSurroundings(in);
            requireSurroundings(out);
        }
        assertThatThrownBy(() -> device.launch(
                        kernel,
                        embedded(device, 2, 6, 1),
                        embedded(device, 1, 6, 1),
                        embedded(device, 2, 1, 1),
                        embedded(device, 1, 1, 1),
                        embedded(device, 2, 5, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kernel ports, operand 0 [2, 6]")
                .hasMessageContaining("too few columns");
        assertThatThrownBy(() -> device.launch(
                        kernel,
                        embedded(device, 2, 9, 1),
                        embedded(device, 2, 7, 1),
                        embedded(device, 2, 1, 1),
                        embedded(device, 1, 1, 1),
                        embedded(device, 2, 5, 1)))
                .hasMessageContaining("one row expected");
        assertThatThrownBy(() -> device.launch(
                        kernel,
                        embedded(device, 2, 9, 1),
                        embedded(device, 1, 7, 1),
                        embedded(device, 3, 1, 1),
                        embedded(device, 1, 1, 1),
                        embedded(device, 2, 5, 1)))
                .hasMessageContaining("2 rows expected");
    }

    @ParameterizedTest
    @MethodSource("devices")
    void misfitsAreRefusedBeforeAnythingIsWritten(Device device) {
        Matrix a = embedded(device, 3, 4, 1);
        Matrix b = embedded(device, 4, 5, 2);
        Matrix c = embedded(device, 3, 6, 3);
        double[][] before = Numbers.of(c);
        assertThatThrownBy(() -> device.gemm(a, b, c))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gemm of [3, 4] and [4, 5] into [3, 6]");
        assertThatThrownBy(() -> device.gemmAddNT(a, b, c)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.gemmTN(a, b, c)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.copy(a, c)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.add(a, c)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.fillRows(a, c)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.sumRows(a, c)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.sumFeatures(a, c)).isInstanceOf(IllegalArgumentException.class);
        DataType other = device.dataType() == DataType.FLOAT ? DataType.DOUBLE : DataType.FLOAT;
        assertThatThrownBy(() -> device.fill(Matrix.allocate(other, 2, 2), 1)).hasMessageContaining("on a device of");
        TestFrame f = frame(device, Packing.of(3, 2));
        TestFrame g = frame(device, Packing.of(3, 2, 2));
        assertThatThrownBy(() -> device.last(f.x, g.rows)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.shift(f.x, f.rows, g.y)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.gemmBeforeTN(f.state, g.b, Matrix.allocate(device.dataType(), 3, 4)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Numbers.of(c)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void optimisersFollowTheirEquations(Device device) {
        for (int size : new int[] {1, 5000, 150_000}) {
            Matrix w = Numbers.fill(Matrix.allocate(device.dataType(), 1, size), 1, 1);
            Matrix g = Numbers.fill(Matrix.allocate(device.dataType(), 1, size), 2, 1);
            Matrix m = Numbers.fill(Matrix.allocate(device.dataType(), 1, size), 3, 1);
            Matrix v = Numbers.fill(Matrix.allocate(device.dataType(), 1, size), 4, 1);
            double norm = 0;
            for (int i = 0; i < size; i++) {
                v.setDouble(0, i, Math.abs(v.getDouble(0, i)));
                norm += g.getDouble(0, i) * g.getDouble(0, i);
            }
            int at = size * 2 / 3;
            double w0 = w.getDouble(0, at);
            double g0 = g.getDouble(0, at);
            double m0 = m.getDouble(0, at);
            double v0 = v.getDouble(0, at);
            assertThat(device.squaredNorm(g)).isCloseTo(norm, within(1e-6 * norm));
            device.adam(w, g, m, v, 0.01, 0.9, 0.999, 1e-7);
            m0 = 0.9 * m0 + 0.1 * g0;
            v0 = 0.999 * v0 + 0.001 * g0 * g0;
            w0 -= 0.01 * m0 / (Math.sqrt(v0) + 1e-7);
            requireState(at, w, w0, m, m0, v, v0);
            device.sgd(w, g, null, 0.1, 0, false);
            w0 -= 0.1 * g0;
            requireState(at, w, w0, m, m0, v, v0);
            device.sgd(w, g, m, 0.1, 0.9, false);
            m0 = 0.9 * m0 + g0;
            w0 -= 0.1 * m0;
            requireState(at, w, w0, m, m0, v, v0);
            device.sgd(w, g, m, 0.1, 0.9, true);
            m0 = 0.9 * m0 + g0;
            w0 -= 0.1 * (g0 + 0.9 * m0);
            requireState(at, w, w0, m, m0, v, v0);
            device.rmsprop(w, g, v, 0.01, 0.9, 1e-7);
            v0 = 0.9 * v0 + 0.1 * g0 * g0;
            w0 -= 0.01 * g0 / (Math.sqrt(v0) + 1e-7);
            requireState(at, w, w0, m, m0, v, v0);
            device.adagrad(w, g, v, 0.01, 1e-7);
            v0 += g0 * g0;
            w0 -= 0.01 * g0 / (Math.sqrt(v0) + 1e-7);
            requireState(at, w, w0, m, m0, v, v0);
            device.addScaled(g, -0.5, m);
            m0 -= 0.5 * g0;
            device.scale(w, 0.99);
            w0 *= 0.99;
            device.clipValue(v, 0.4);
            requireState(at, w, w0, m, m0, v, Math.min(0.4, v0));
            assertThat(device.clipNorm(g, 0.5)).isCloseTo(Math.sqrt(norm), within(1e-6 * norm));
            assertThat(Math.sqrt(device.squaredNorm(g))).isCloseTo(Math.min(0.5, Math.sqrt(norm)), within(1e-5));
        }
    }

    private static void requireState(int at, Matrix w, double w0, Matrix m, double m0, Matrix v, double v0) {
        assertThat(w.getDouble(0, at)).isCloseTo(w0, within(3e-6));
        assertThat(m.getDouble(0, at)).isCloseTo(m0, within(1e-6));
        assertThat(v.getDouble(0, at)).isCloseTo(v0, within(1e-6));
    }
}
