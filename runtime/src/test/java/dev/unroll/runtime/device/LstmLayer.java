package dev.unroll.runtime.device;

import static dev.unroll.runtime.device.FloatMath.sigmoid;
import static dev.unroll.runtime.device.FloatMath.tanh;

import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.FrameSpace;
import dev.unroll.runtime.memory.Frames;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One LSTM layer as a generated program would write it: the workload of device tests and of the benchmark. */
final class LstmLayer {
    final Device device;
    final int inputs;
    final int units;
    final Matrix inputWeight;
    final Matrix recurrentWeight;
    final Matrix bias;
    final Matrix inputGradient;
    final Matrix recurrentGradient;
    final Matrix biasGradient;
    final Frames<LayerFrame> frames;
    private final Lane<LayerFrame> forwardLane = this::forwardSteps;
    private final Lane<LayerFrame> backwardLane = this::backwardSteps;
    private final Kernel step;
    private final Kernel stepBackward;

    /** Values of the layer, every one with a slot of its own. */
    static final class LayerFrame extends Frame {
        final Sequence x;
        final Sequence z;
        final Sequence i;
        final Sequence f;
        final Sequence g;
        final Sequence o;
        final Sequence c;
        final Sequence tanhC;
        final Sequence h;
        final Sequence dOut;
        final Sequence dZ;
        final Rows dH;
        final Rows dC;

        LayerFrame(FrameSpace space, int inputs, int units) {
            super(space);
            x = sequence(0, inputs);
            z = sequence(1, 4 * units);
            i = sequence(2, units);
            f = sequence(3, units);
            g = sequence(4, units);
            o = sequence(5, units);
            c = state(6, units);
            tanhC = sequence(7, units);
            h = state(8, units);
            dOut = sequence(9, units);
            dZ = sequence(10, 4 * units);
            dH = rows(11, units);
            dC = rows(12, units);
        }
    }

    LstmLayer(Device device, int inputs, int units, int batch, int steps) {
        this.device = device;
        this.inputs = inputs;
        this.units = units;
        inputWeight = Matrix.allocate(device.dataType(), inputs, 4 * units);
        recurrentWeight = Matrix.allocate(device.dataType(), units, 4 * units);
        bias = Matrix.allocate(device.dataType(), 1, 4 * units);
        inputGradient = Matrix.allocate(device.dataType(), inputs, 4 * units);
        recurrentGradient = Matrix.allocate(device.dataType(), units, 4 * units);
        biasGradient = Matrix.allocate(device.dataType(), 1, 4 * units);
        frames = Frames.create(device, space -> new LayerFrame(space, inputs, units), batch, batch * steps, steps);
        step = stepKernel(units);
        stepBackward = stepBackwardKernel(units);
        Numbers.fill(inputWeight, 1, 0.3);
        Numbers.fill(recurrentWeight, 2, 0.3);
        Numbers.fill(bias, 3, 0.3);
    }

    void pack(Packing packing) {
        frames.pack(packing);
        Numbers.fill(frames.root().x.all(), 4, 1);
        Numbers.fill(frames.root().dOut.all(), 5, 1);
    }

    void forward() {
        LayerFrame f = frames.root();
        device.fillRows(bias, f.z.all());
        device.gemmAdd(f.x.all(), inputWeight, f.z.all());
        device.fill(f.h.initial(), 0);
        device.fill(f.c.initial(), 0);
        device.eachLane(frames, forwardLane);
    }

    void forwardSteps(LayerFrame f) {
        for (int t = 0; t < f.steps(); t++) {
            device.gemmAdd(f.h.before(t), recurrentWeight, f.z.at(t));
            launchStep(f, t);
        }
    }

    void launchStep(LayerFrame f, int t) {
        device.launch(
                step,
                f.z.at(t),
                f.c.before(t),
                f.i.at(t),
                f.f.at(t),
                f.g.at(t),
                f.o.at(t),
                f.c.at(t),
                f.tanhC.at(t),
                f.h.at(t));
    }

    void backward() {
        LayerFrame f = frames.root();
        device.fill(f.dH.all(), 0);
        device.fill(f.dC.all(), 0);
        device.eachLane(frames, backwardLane);
        device.gemmTN(f.x.all(), f.dZ.all(), inputGradient);
        device.gemmBeforeTN(f.h, f.dZ, recurrentGradient);
        device.sumRows(f.dZ.all(), biasGradient);
    }

    void backwardSteps(LayerFrame f) {
        for (int t = f.steps() - 1; t >= 0; t--) {
            launchStepBackward(f, t);
            device.gemmNT(f.dZ.at(t), recurrentWeight, f.dH.at(t));
        }
    }

    void launchStepBackward(LayerFrame f, int t) {
        device.launch(
                stepBackward,
                f.dOut.at(t),
                f.dH.at(t),
                f.dC.at(t),
                f.i.at(t),
                f.f.at(t),
                f.g.at(t),
                f.o.at(t),
                f.tanhC.at(t),
                f.c.before(t),
                f.dZ.at(t));
    }

    static Kernel stepKernel(int units) {
        return Kernel.of(
                "step",
                0,
                (n, a) -> step(n, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11]),
                a -> step(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11]),
                Port.in(0, 0, units),
                Port.in(0, units, units),
                Port.in(0, 2 * units, units),
                Port.in(0, 3 * units, units),
                Port.in(1, 0, units),
                Port.out(2, 0, units),
                Port.out(3, 0, units),
                Port.out(4, 0, units),
                Port.out(5, 0, units),
                Port.out(6, 0, units),
                Port.out(7, 0, units),
                Port.out(8, 0, units));
    }

    static void step(
            int n,
            float[] zi,
            float[] zf,
            float[] zg,
            float[] zo,
            float[] cBefore,
            float[] i,
            float[] f,
            float[] g,
            float[] o,
            float[] c,
            float[] tanhC,
            float[] h) {
        for (int k = 0; k < n; k++) {
            i[k] = sigmoid(zi[k]);
        }
        for (int k = 0; k < n; k++) {
            f[k] = sigmoid(zf[k]);
        }
        for (int k = 0; k < n; k++) {
            g[k] = tanh(zg[k]);
        }
        for (int k = 0; k < n; k++) {
            o[k] = sigmoid(zo[k]);
        }
        for (int k = 0; k < n; k++) {
            c[k] = f[k] * cBefore[k] + i[k] * g[k];
        }
        for (int k = 0; k < n; k++) {
            float v = tanh(c[k]);
            tanhC[k] = v;
            h[k] = o[k] * v;
        }
    }

    static void step(
            INDArray zi,
            INDArray zf,
            INDArray zg,
            INDArray zo,
            INDArray cBefore,
            INDArray i,
            INDArray f,
            INDArray g,
            INDArray o,
            INDArray c,
            INDArray tanhC,
            INDArray h) {
        i.assign(ArrayMath.sigmoid(zi));
        f.assign(ArrayMath.sigmoid(zf));
        g.assign(ArrayMath.tanh(zg));
        o.assign(ArrayMath.sigmoid(zo));
        c.assign(f.mul(cBefore).add(i.mul(g)));
        tanhC.assign(ArrayMath.tanh(c));
        h.assign(o.mul(tanhC));
    }

    static Kernel stepBackwardKernel(int units) {
        return Kernel.of(
                "stepBackward",
                1,
                (n, a) -> stepBackward(
                        n, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11], a[12], a[13],
                        a[14]),
                a -> stepBackward(
                        a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11], a[12], a[13]),
                Port.in(0, 0, units),
                Port.in(1, 0, units),
                Port.in(2, 0, units),
                Port.in(3, 0, units),
                Port.in(4, 0, units),
                Port.in(5, 0, units),
                Port.in(6, 0, units),
                Port.in(7, 0, units),
                Port.in(8, 0, units),
                Port.out(9, 0, units),
                Port.out(9, units, units),
                Port.out(9, 2 * units, units),
                Port.out(9, 3 * units, units),
                Port.out(2, 0, units));
    }

    static void stepBackward(
            int n,
            float[] dOut,
            float[] dH,
            float[] dC,
            float[] i,
            float[] f,
            float[] g,
            float[] o,
            float[] tanhC,
            float[] cBefore,
            float[] dZi,
            float[] dZf,
            float[] dZg,
            float[] dZo,
            float[] dCBefore,
            float[] d) {
        for (int k = 0; k < n; k++) {
            dZo[k] = dOut[k] + dH[k];
        }
        for (int k = 0; k < n; k++) {
            d[k] = dZo[k] * o[k] * (1 - tanhC[k] * tanhC[k]) + dC[k];
        }
        for (int k = 0; k < n; k++) {
            dZo[k] = dZo[k] * tanhC[k] * o[k] * (1 - o[k]);
        }
        for (int k = 0; k < n; k++) {
            dZi[k] = d[k] * g[k] * i[k] * (1 - i[k]);
            dZg[k] = d[k] * i[k] * (1 - g[k] * g[k]);
        }
        for (int k = 0; k < n; k++) {
            dZf[k] = d[k] * cBefore[k] * f[k] * (1 - f[k]);
            dCBefore[k] = d[k] * f[k];
        }
    }

    static void stepBackward(
            INDArray dOut,
            INDArray dH,
            INDArray dC,
            INDArray i,
            INDArray f,
            INDArray g,
            INDArray o,
            INDArray tanhC,
            INDArray cBefore,
            INDArray dZi,
            INDArray dZf,
            INDArray dZg,
            INDArray dZo,
            INDArray dCBefore) {
        INDArray dHAll = dOut.add(dH);
        INDArray d = dHAll.mul(o).mul(tanhC.mul(tanhC).rsub(1)).add(dC);
        dZo.assign(dHAll.mul(tanhC).mul(o).mul(o.rsub(1)));
        dZi.assign(d.mul(g).mul(i).mul(i.rsub(1)));
        dZg.assign(d.mul(i).mul(g.mul(g).rsub(1)));
        dZf.assign(d.mul(cBefore).mul(f).mul(f.rsub(1)));
        dCBefore.assign(d.mul(f));
    }
}
