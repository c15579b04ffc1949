package dev.unroll.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unroll.runtime.memory.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Tables, softmax and cross entropy of every device against plain loops in double. */
class TokenOperationsTest {
    private static final String DEVICES = "dev.unroll.runtime.device.DeviceTest#devices";
    /** Rows, table rows or classes, features. The last two are cut into parts. */
    private static final int[][] SIZES = {{1, 1, 1}, {5, 3, 7}, {40, 9, 33}, {700, 20, 100}, {40, 4000, 70}};

    private static Matrix ids(Device device, int rows, int count) {
        Matrix ids = DeviceTest.embedded(device, rows, 1, 1);
        for (int row = 0; row < rows; row++) {
            ids.set(row, 0, (row * 7 + row / 3) % count);
        }
        return ids;
    }

    @ParameterizedTest
    @MethodSource(DEVICES)
    void rowsByTheirIds(Device device) {
        for (int[] s : SIZES) {
            Matrix table = DeviceTest.embedded(device, s[1], s[2], 2);
            Matrix ids = ids(device, s[0], s[1]);
            Matrix y = DeviceTest.embedded(device, s[0], s[2], 3);
            double[][] sums = new double[s[1]][s[2]];
            double[][] picked = new double[s[0]][];
            double[][] old = Numbers.of(table);
            device.gather(table, ids, y);
            for (int row = 0; row < s[0]; row++) {
                picked[row] = old[(int) ids.getDouble(row, 0)];
            }
            DeviceTest.requireClose(y, picked, 0);
            DeviceTest.requireSurroundings(y);
            for (int row = 0; row < s[0]; row++) {
                for (int c = 0; c < s[2]; c++) {
                    sums[(int) ids.getDouble(row, 0)][c] += y.getDouble(row, c);
                }
            }
            device.scatter(ids, y, table);
            DeviceTest.requireClose(table, sums, 1e-3);
            DeviceTest.requireSurroundings(table);
            device.scatterAdd(ids, y, table);
            for (double[] row : sums) {
                for (int c = 0; c < s[2]; c++) {
                    row[c] *= 2;
                }
            }
            DeviceTest.requireClose(table, sums, 1e-3);
            DeviceTest.requireSurroundings(table);
        }
    }

    private static double[] logProbabilities(double[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (double x : logits) {
            most = Math.max(most, x);
        }
        double sum = 0;
        for (double x : logits) {
            sum += Math.exp(x - most);
        }
        double[] result = new double[logits.length];
        for (int c = 0; c < result.length; c++) {
            result[c] = logits[c] - most - Math.log(sum);
        }
        return result;
    }

    @ParameterizedTest
    @MethodSource(DEVICES)
    void softmaxOfEachRow(Device device) {
        for (int[] s : SIZES) {
            // Differences of 200 leave float's range of exp.
            for (double limit : new double[] {1, 100}) {
                Matrix x = Numbers.fill(DeviceTest.embedded(device, s[0], s[1], 4), 4, limit);
                Matrix y = DeviceTest.embedded(device, s[0], s[1], 5);
                double[][] logs = new double[s[0]][];
                double[][] expected = new double[s[0]][s[1]];
                double[][] logits = Numbers.of(x);
                for (int row = 0; row < s[0]; row++) {
                    logs[row] = logProbabilities(logits[row]);
                    for (int c = 0; c < s[1]; c++) {
                        expected[row][c] = Math.exp(logs[row][c]);
                    }
                }
                device.logSoftmax(x, y);
                DeviceTest.requireClose(y, logs, 4e-6 * Math.max(1, limit));
                DeviceTest.requireSurroundings(y);
                device.softmax(x, y);
                DeviceTest.requireClose(y, expected, 1e-6);
                DeviceTest.requireSurroundings(y);
                device.softmax(x, x);
                DeviceTest.requireClose(x, expected, 1e-6);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(DEVICES)
    void crossEntropyAndItsGradient(Device device) {
        for (int[] s : SIZES) {
            for (double smoothing : new double[] {0, 0.1}) {
                for (boolean weighted : new boolean[] {false, true}) {
                    float[] weights = new float[weighted ? s[1] : 0];
                    for (int c = 0; c < weights.length; c++) {
                        weights[c] = 0.5f + c % 3;
                    }
                    crossEntropy(device, s[0], s[1], smoothing, weights);
                }
            }
        }
    }

    private static void crossEntropy(Device device, int rows, int classes, double smoothing, float[] weights) {
        Matrix logits = Numbers.fill(DeviceTest.embedded(device, rows, classes, 6), 6, 3);
        Matrix target = ids(device, rows, classes);
        Matrix g = DeviceTest.embedded(device, rows, 1, 7);
        Matrix loss = DeviceTest.embedded(device, rows, 1, 8);
        Matrix d = DeviceTest.embedded(device, rows, classes, 9);
        double[][] losses = new double[rows][1];
        double[][] gradients = new double[rows][classes];
        double[][] all = Numbers.of(logits);
        for (int row = 0; row < rows; row++) {
            double[] logs = logProbabilities(all[row]);
            int label = (int) target.getDouble(row, 0);
            double weight = weights.length == 0 ? 1 : weights[label];
            for (int c = 0; c < classes; c++) {
                double wanted = smoothing / classes + (c == label ? 1 - smoothing : 0);
                losses[row][0] -= weight * wanted * logs[c];
                gradients[row][c] = weight * g.getDouble(row, 0) * (Math.exp(logs[c]) - wanted);
            }
        }
        device.crossEntropy(logits, target, smoothing, weights, loss);
        DeviceTest.requireClose(loss, losses, 1e-4);
        DeviceTest.requireSurroundings(loss);
        device.crossEntropyGradient(logits, target, g, smoothing, weights, d);
        DeviceTest.requireClose(d, gradients, 1e-6);
        DeviceTest.requireSurroundings(d);
    }

    @ParameterizedTest
    @MethodSource(DEVICES)
    void idsAndShapesAreCheckedBeforeAnythingIsWritten(Device device) {
        Matrix table = DeviceTest.embedded(device, 4, 3, 1);
        Matrix ids = ids(device, 5, 3);
        Matrix rows = DeviceTest.embedded(device, 5, 3, 2);
        double[][] tableBefore = Numbers.of(table);
        double[][] rowsBefore = Numbers.of(rows);
        for (float wrong : new float[] {-1, 4, 1.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
            ids.set(3, 0, wrong);
            assertThatThrownBy(() -> device.gather(table, ids, rows))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("gather: row 3 has the id " + (double) wrong + ", not a whole number from 0 to 3");
            assertThatThrownBy(() -> device.scatter(ids, rows, table)).hasMessageContaining("scatter: row 3");
            assertThatThrownBy(() -> device.scatterAdd(ids, rows, table)).hasMessageContaining("scatterAdd: row 3");
        }
        ids.set(3, 0, 3);
        Matrix column = DeviceTest.embedded(device, 5, 1, 3);
        assertThatThrownBy(() -> device.crossEntropy(rows, ids, 0, new float[0], column))
                .hasMessage("crossEntropy: row 3 has the id 3.0, not a whole number from 0 to 2");
        assertThatThrownBy(() -> device.crossEntropyGradient(rows, ids, column, 0, new float[0], rows))
                .hasMessageContaining("row 3 has the id 3.0");
        ids.set(3, 0, 0);
        assertThatThrownBy(() -> device.crossEntropy(rows, ids, 0, new float[2], column))
                .hasMessage("crossEntropy with 2 weights for classes of [5, 3]");
        assertThatThrownBy(() -> device.crossEntropy(rows, ids, 1, new float[0], column))
                .hasMessageContaining("smoothing of 1.0");
        Matrix other = DeviceTest.embedded(device, 4, 3, 4);
        assertThatThrownBy(() -> device.gather(table, ids, other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.scatter(ids, other, table)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.softmax(other, rows)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.logSoftmax(other, rows)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.crossEntropy(other, ids, 0, new float[0], column))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.crossEntropyGradient(rows, ids, column, 0, new float[0], other))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Numbers.of(table)).isEqualTo(tableBefore);
        assertThat(Numbers.of(rows)).isEqualTo(rowsBefore);
    }

    @Test
    void theSameBitsForAnyNumberOfThreads() {
        try (CpuDevice one = CpuDevice.create(1);
                CpuDevice three = CpuDevice.create(3)) {
            for (int[] s : SIZES) {
                assertThat(everything(three, s)).isEqualTo(everything(one, s));
            }
        }
    }

    private static double[][][] everything(Device device, int[] s) {
        Matrix table = Numbers.fill(Matrix.allocate(DataType.FLOAT, s[1], s[2]), 1, 1);
        Matrix ids = ids(device, s[0], s[1]);
        Matrix x = Numbers.fill(Matrix.allocate(DataType.FLOAT, s[0], s[2]), 2, 1);
        Matrix y = Matrix.allocate(DataType.FLOAT, s[0], s[2]);
        Matrix logits = Numbers.fill(Matrix.allocate(DataType.FLOAT, s[0], s[1]), 3, 4);
        Matrix soft = Matrix.allocate(DataType.FLOAT, s[0], s[1]);
        Matrix loss = Matrix.allocate(DataType.FLOAT, s[0], 1);
        Matrix d = Matrix.allocate(DataType.FLOAT, s[0], s[1]);
        device.gather(table, ids, y);
        device.scatterAdd(ids, x, table);
        device.softmax(logits, soft);
        device.crossEntropy(logits, ids, 0.1, new float[0], loss);
        device.crossEntropyGradient(logits, ids, loss, 0.1, new float[0], d);
        return new double[][][] {Numbers.of(y), Numbers.of(table), Numbers.of(soft), Numbers.of(loss), Numbers.of(d)};
    }

    @Test
    void aSmallDifferenceOfLargeLogitsIsNotLost() {
        try (CpuDevice device = CpuDevice.create(1)) {
            Matrix logits = Matrix.allocate(DataType.FLOAT, 1, 2);
            logits.set(0, 0, 1e6f);
            logits.set(0, 1, 1e6f + 1);
            Matrix target = Matrix.allocate(DataType.FLOAT, 1, 1);
            Matrix loss = Matrix.allocate(DataType.FLOAT, 1, 1);
            device.crossEntropy(logits, target, 0, new float[0], loss);
            assertThat(loss.getDouble(0, 0)).isCloseTo(Math.log1p(Math.E), within(1e-6));
        }
    }
}
