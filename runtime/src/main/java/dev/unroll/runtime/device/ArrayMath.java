package dev.unroll.runtime.device;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The functions of {@link FloatMath} on ND4J arrays, element by element, in the arrays' own precision; each result is a new array.
 * Written for sight, not speed.
 */
public final class ArrayMath {
    private ArrayMath() {}

    public static INDArray add(INDArray x, INDArray y) {
        return x.add(y);
    }

    public static INDArray sub(INDArray x, INDArray y) {
        return x.sub(y);
    }

    public static INDArray mul(INDArray x, INDArray y) {
        return x.mul(y);
    }

    public static INDArray div(INDArray x, INDArray y) {
        return x.div(y);
    }

    public static INDArray max(INDArray x, INDArray y) {
        return Transforms.max(x, y, true);
    }

    public static INDArray min(INDArray x, INDArray y) {
        return Transforms.min(x, y, true);
    }

    public static INDArray add(INDArray x, double y) {
        return x.add(y);
    }

    public static INDArray add(double x, INDArray y) {
        return y.add(x);
    }

    public static INDArray sub(INDArray x, double y) {
        return x.sub(y);
    }

    public static INDArray sub(double x, INDArray y) {
        return y.rsub(x);
    }

    public static INDArray mul(INDArray x, double y) {
        return x.mul(y);
    }

    public static INDArray mul(double x, INDArray y) {
        return y.mul(x);
    }

    public static INDArray div(INDArray x, double y) {
        return x.div(y);
    }

    public static INDArray div(double x, INDArray y) {
        return y.rdiv(x);
    }

    public static INDArray max(INDArray x, double y) {
        return Transforms.max(x, y, true);
    }

    public static INDArray max(double x, INDArray y) {
        return Transforms.max(y, x, true);
    }

    public static INDArray min(INDArray x, double y) {
        return Transforms.min(x, y, true);
    }

    public static INDArray min(double x, INDArray y) {
        return Transforms.min(y, x, true);
    }

    public static INDArray neg(INDArray x) {
        return x.neg();
    }

    public static INDArray abs(INDArray x) {
        return Transforms.abs(x, true);
    }

    /** -1, 0 or 1. */
    public static INDArray sign(INDArray x) {
        return Transforms.sign(x, true);
    }

    /** 1 where x is greater than 0, else 0. */
    public static INDArray step(INDArray x) {
        return x.gt(0).castTo(x.dataType());
    }

    public static INDArray exp(INDArray x) {
        return Transforms.exp(x, true);
    }

    public static INDArray log(INDArray x) {
        return Transforms.log(x, true);
    }

    public static INDArray sqrt(INDArray x) {
        return Transforms.sqrt(x, true);
    }

    public static INDArray tanh(INDArray x) {
        return Transforms.tanh(x, true);
    }

    public static INDArray sigmoid(INDArray x) {
        return Transforms.sigmoid(x, true);
    }

    public static INDArray relu(INDArray x) {
        return Transforms.max(x, 0.0, true);
    }

    /** x above 0, e^x - 1 below. */
    public static INDArray elu(INDArray x) {
        return relu(x).addi(Transforms.exp(Transforms.min(x, 0.0, true), false).subi(1));
    }

    /** x / 2 · (1 + erf(x / √2)). */
    public static INDArray gelu(INDArray x) {
        return erf(x.mul(Math.sqrt(0.5))).addi(1).muli(x).muli(0.5);
    }

    /** max(x, 0) + log(1 + e^-|x|). */
    public static INDArray softplus(INDArray x) {
        INDArray tail = Transforms.log(Transforms.exp(abs(x).negi(), false).addi(1), false);
        return tail.addi(relu(x));
    }

    /** x / (1 + |x|). */
    public static INDArray softsign(INDArray x) {
        return x.div(abs(x).addi(1));
    }

    /** clip(x / 6 + 1/2, 0, 1). */
    public static INDArray hardSigmoid(INDArray x) {
        return Transforms.max(Transforms.min(x.div(6).addi(0.5), 1.0, false), 0.0, false);
    }

    public static INDArray erf(INDArray x) {
        INDArray result = Nd4j.createUninitialized(x.dataType(), x.shape());
        Nd4j.exec(new Erf(x, result));
        return result;
    }
}
