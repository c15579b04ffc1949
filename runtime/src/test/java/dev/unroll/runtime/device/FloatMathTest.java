package dev.unroll.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The stated error bounds, over dense samples against {@link Math} in double. */
class FloatMathTest {
    private interface FloatFunction {
        float apply(float x);
    }

    private static void requireAbsolute(FloatFunction f, DoubleUnaryOperator truth, double range, double bound) {
        double worst = 0;
        for (int i = -1_000_000; i <= 1_000_000; i++) {
            float x = (float) (i * 1e-6 * range);
            worst = Math.max(worst, Math.abs(f.apply(x) - truth.applyAsDouble(x)));
        }
        assertThat(worst).isLessThanOrEqualTo(bound);
    }

    private static double worstRelative(FloatFunction f, DoubleUnaryOperator truth, double from, double to) {
        double worst = 0;
        for (int i = 0; i <= 1_000_000; i++) {
            float x = (float) (from + (to - from) * i * 1e-6);
            double expected = truth.applyAsDouble(x);
            if (expected != 0) {
                worst = Math.max(worst, Math.abs(f.apply(x) / expected - 1));
            }
        }
        return worst;
    }

    @Test
    void tanh() {
        requireAbsolute(FloatMath::tanh, Math::tanh, 20, 4e-7);
        assertThat(worstRelative(FloatMath::tanh, Math::tanh, -0.01, 0.01)).isLessThanOrEqualTo(4e-7);
        assertThat(worstRelative(FloatMath::tanh, Math::tanh, -9, 9)).isLessThanOrEqualTo(4e-7);
        for (float x : new float[] {7.9f, 8, 8.1f, 100, 3e38f, Float.POSITIVE_INFINITY}) {
            assertThat(FloatMath.tanh(x)).isLessThanOrEqualTo(1);
            assertThat(FloatMath.tanh(-x)).isEqualTo(-FloatMath.tanh(x));
        }
        assertThat(FloatMath.tanh(0)).isZero();
    }

    @Test
    void sigmoid() {
        requireAbsolute(FloatMath::sigmoid, x -> 1 / (1 + Math.exp(-x)), 30, 2.4e-7);
        assertThat(FloatMath.sigmoid(0)).isEqualTo(0.5f);
        assertThat(FloatMath.sigmoid(Float.NEGATIVE_INFINITY)).isBetween(0f, 2.4e-7f);
        assertThat(FloatMath.sigmoid(Float.POSITIVE_INFINITY)).isLessThanOrEqualTo(1);
    }

    @Test
    void exp() {
        assertThat(worstRelative(FloatMath::exp, Math::exp, -87.2, 88.7)).isLessThanOrEqualTo(3e-7);
        assertThat(worstRelative(FloatMath::exp, Math::exp, -1, 1)).isLessThanOrEqualTo(3e-7);
        assertThat(FloatMath.exp(0)).isEqualTo(1);
        assertThat(FloatMath.exp(-88)).isZero();
        assertThat(FloatMath.exp(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(FloatMath.exp(89)).isInfinite();
        assertThat(FloatMath.exp(Float.POSITIVE_INFINITY)).isInfinite();
    }

    @Test
    void activations() {
        requireAbsolute(FloatMath::elu, x -> x > 0 ? x : Math.expm1(x), 20, 3e-7);
        requireAbsolute(FloatMath::softsign, x -> x / (1 + Math.abs(x)), 20, 1e-7);
        requireAbsolute(FloatMath::hardSigmoid, x -> Math.max(0, Math.min(1, x / 6 + 0.5)), 5, 1.5e-7);
        assertThat(worstRelative(FloatMath::softplus, x -> Math.log1p(Math.exp(x)), -80, 80))
                .isLessThanOrEqualTo(5e-7);
        assertThat(FloatMath.relu(-2)).isZero();
        assertThat(FloatMath.relu(2)).isEqualTo(2);
    }

    @Test
    void erfAndGelu() {
        requireAbsolute(FloatMath::erf, FloatMathTest::erf, 6, 5e-7);
        requireAbsolute(FloatMath::gelu, x -> x / 2 * (1 + erf(x * Math.sqrt(0.5))), 3, 1e-6);
    }

    /** By Taylor's series, in double; enough terms for |x| up to 3, and 1 - erfc by a continued fraction above. */
    private static double erf(double x) {
        double a = Math.abs(x);
        double result;
        if (a < 3) {
            double term = a;
            double sum = a;
            for (int n = 1; n < 100; n++) {
                term *= -a * a / n;
                sum += term / (2 * n + 1);
            }
            result = 2 / Math.sqrt(Math.PI) * sum;
        } else {
            double fraction = 0;
            for (int n = 60; n > 0; n--) {
                fraction = n / 2.0 / (a + fraction);
            }
            result = 1 - Math.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction);
        }
        return Math.copySign(result, x);
    }

    @Test
    void stepsAndSignsAreExactDownToTheSmallestNumber() {
        for (float x : new float[] {Float.MIN_VALUE, 1e-30f, 1, 3e38f, Float.POSITIVE_INFINITY}) {
            assertThat(FloatMath.step(x)).isEqualTo(1);
            assertThat(FloatMath.step(-x)).isZero();
            assertThat(FloatMath.sign(x)).isEqualTo(1);
            assertThat(FloatMath.sign(-x)).isEqualTo(-1);
        }
        assertThat(FloatMath.step(0)).isZero();
        assertThat(FloatMath.sign(0)).isZero();
    }

    @Test
    void notANumberStaysOne() {
        for (FloatFunction f : new FloatFunction[] {
            FloatMath::tanh,
            FloatMath::sigmoid,
            FloatMath::exp,
            FloatMath::log,
            FloatMath::sqrt,
            FloatMath::abs,
            FloatMath::sign,
            FloatMath::step,
            FloatMath::relu,
            FloatMath::elu,
            FloatMath::gelu,
            FloatMath::softplus,
            FloatMath::softsign,
            FloatMath::hardSigmoid,
            FloatMath::erf
        }) {
            assertThat(f.apply(Float.NaN)).isNaN();
        }
    }

    @Test
    void arrayMathIsTheSameFunctions() {
        INDArray x = Nd4j.linspace(DataType.DOUBLE, -4.05, 0.1, 81).reshape(9, 9);
        require(x, ArrayMath.tanh(x), FloatMath::tanh);
        require(x, ArrayMath.sigmoid(x), FloatMath::sigmoid);
        require(x, ArrayMath.exp(x), FloatMath::exp);
        require(x, ArrayMath.log(x.mul(x)), v -> FloatMath.log(v * v));
        require(x, ArrayMath.sqrt(x.mul(x)), v -> FloatMath.sqrt(v * v));
        require(x, ArrayMath.abs(x), FloatMath::abs);
        require(x, ArrayMath.neg(x), v -> -v);
        require(x, ArrayMath.sign(x), FloatMath::sign);
        require(x, ArrayMath.step(x), FloatMath::step);
        require(x, ArrayMath.relu(x), FloatMath::relu);
        require(x, ArrayMath.elu(x), FloatMath::elu);
        require(x, ArrayMath.gelu(x), FloatMath::gelu);
        require(x, ArrayMath.softplus(x), FloatMath::softplus);
        require(x, ArrayMath.softsign(x), FloatMath::softsign);
        require(x, ArrayMath.hardSigmoid(x), FloatMath::hardSigmoid);
        require(x, ArrayMath.erf(x), FloatMath::erf);
        require(x, ArrayMath.max(x, 0.5), v -> FloatMath.max(v, 0.5f));
        require(x, ArrayMath.min(0.5, x), v -> FloatMath.min(v, 0.5f));
        require(x, ArrayMath.max(x, ArrayMath.mul(x, x)), v -> FloatMath.max(v, v * v));
        require(x, ArrayMath.min(x, ArrayMath.mul(x, x)), v -> FloatMath.min(v, v * v));
        require(x, ArrayMath.sub(1, x), v -> 1 - v);
        require(x, ArrayMath.div(1, x), v -> 1 / v);
        require(x, ArrayMath.div(x, ArrayMath.add(ArrayMath.abs(x), 2)), v -> v / (Math.abs(v) + 2));
    }

    private static void require(INDArray x, INDArray actual, FloatFunction f) {
        for (int r = 0; r < 9; r++) {
            for (int c = 0; c < 9; c++) {
                double expected = f.apply((float) x.getDouble(r, c));
                assertThat(Math.abs(actual.getDouble(r, c) - expected))
                        .isLessThan(3e-6 * Math.max(1, Math.abs(expected)));
            }
        }
    }
}
