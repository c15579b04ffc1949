package dev.unroll.runtime.session;

import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Kernel;
import dev.unroll.runtime.device.Port;
import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.FrameSpace;
import dev.unroll.runtime.memory.Frames;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.PredictRun;
import dev.unroll.runtime.train.TrainRun;
import dev.unroll.runtime.weights.Init;
import dev.unroll.runtime.weights.ParameterSpec;
import dev.unroll.runtime.weights.Parameters;
import dev.unroll.runtime.weights.Segment;
import dev.unroll.runtime.weights.WeightKind;
import java.util.List;

/**
 * h = tanh(x · W + p · U + b) with p the state before, or a trained start where reset is 1; y = h · V at each step. Written by hand as
 * the compiler writes programs with state ports.
 */
final class CarriedProgram implements ModelProgram {
    static final int IN = 3;
    static final int UNITS = 24;
    static final int OUT = 2;

    private static final Kernel TANH = Kernel.of(
            "tanh",
            0,
            (n, a) -> {
                for (int k = 0; k < n; k++) {
                    a[1][k] = dev.unroll.runtime.device.FloatMath.tanh(a[0][k]);
                }
            },
            a -> a[1].assign(dev.unroll.runtime.device.ArrayMath.tanh(a[0])),
            Port.in(0, 0, UNITS),
            Port.out(1, 0, UNITS));

    /** previous, reset, start: the state a step begins with. */
    private static final Kernel BEGIN = Kernel.of(
            "begin",
            0,
            (n, a) -> {
                for (int k = 0; k < n; k++) {
                    a[3][k] = a[0][k] * (1 - a[1][k]) + a[2][k] * a[1][k];
                }
            },
            a -> a[3].assign(a[0].mul(a[1].rsub(1)).add(a[2].mul(a[1]))),
            Port.in(0, 0, UNITS),
            Port.column(1),
            Port.vector(2, 0, UNITS),
            Port.out(3, 0, UNITS));

    private final Device device;
    private final Parameters parameters;
    private final ModelSignature signature;
    private final boolean perStep;
    volatile boolean freed;

    CarriedProgram(Device device, boolean perStep) {
        this.device = device;
        this.perStep = perStep;
        parameters = Parameters.create(
                device,
                spec("w", IN, UNITS, Init.GLOROT),
                spec("u", UNITS, UNITS, Init.ORTHOGONAL),
                spec("b", 1, UNITS, Init.constant(0.1)),
                spec("v", UNITS, OUT, Init.GLOROT),
                spec("start", 1, UNITS, Init.GLOROT));
        parameters.initialize(3);
        ModelSignature.Axis time = ModelSignature.Axis.free("time");
        signature = new ModelSignature(
                "Carried",
                "",
                List.of(new ModelSignature.Port("x", time, IN, Scaling.none(), "")),
                List.of(new ModelSignature.Port(
                        "y", perStep ? time : ModelSignature.Axis.none(), OUT, Scaling.none(), "")),
                List.of(),
                List.of(new ModelSignature.State("rnn.h", UNITS)),
                "carried.rnn",
                "0".repeat(64));
    }

    private static ParameterSpec spec(String name, int rows, int cols, Init init) {
        return new ParameterSpec(
                name, rows, cols, rows == 1, new Segment(name, 0, cols, false, init, WeightKind.OTHER));
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public ModelSignature signature() {
        return signature;
    }

    @Override
    public TrainRun trainRun(int batch, int tokens, int steps) {
        throw new UnsupportedOperationException("only predicts");
    }

    @Override
    public PredictRun predictRun(int batch, int tokens, int steps) {
        return new Run(batch, tokens, steps);
    }

    @Override
    public void close() {
        freed = true;
        parameters.close();
    }

    private static final class CarriedFrame extends Frame {
        final Sequence x = sequence(0, IN);
        final Sequence reset = sequence(1, 1);
        final Sequence h = state(2, UNITS);
        final Sequence z = sequence(3, UNITS);
        final Rows begin = rows(4, UNITS);
        final Rows last = rows(5, UNITS);
        final Sequence y = sequence(6, OUT);
        final Rows yLast = rows(7, OUT);

        CarriedFrame(FrameSpace space) {
            super(space);
        }
    }

    private final class Run implements PredictRun {
        private final Frames<CarriedFrame> frames;
        private final CarriedFrame f;

        Run(int batch, int tokens, int steps) {
            frames = Frames.create(device, CarriedFrame::new, batch, tokens, steps);
            f = frames.root();
        }

        @Override
        public void pack(Packing packing) {
            frames.pack(packing);
        }

        @Override
        public Matrix input(int i) {
            return f.x.all();
        }

        @Override
        public Matrix state(int i) {
            return f.h.initial();
        }

        @Override
        public Matrix finalState(int i) {
            return f.last.all();
        }

        @Override
        public Matrix reset() {
            return f.reset.all();
        }

        @Override
        public void forward() {
            device.fillRows(parameters.weight(2), f.z.all());
            device.gemmAdd(f.x.all(), parameters.weight(0), f.z.all());
            for (int t = 0; t < f.steps(); t++) {
                device.launch(BEGIN, f.h.before(t), f.reset.at(t), parameters.weight(4), f.begin.at(t));
                device.gemmAdd(f.begin.at(t), parameters.weight(1), f.z.at(t));
                device.launch(TANH, f.z.at(t), f.h.at(t));
            }
            device.last(f.h, f.last);
            device.gemm(perStep ? f.h.all() : f.last.all(), parameters.weight(3), output(0));
        }

        @Override
        public Matrix output(int o) {
            return perStep ? f.y.all() : f.yLast.all();
        }

        @Override
        public long bytes() {
            return frames.bytes();
        }

        @Override
        public void close() {
            frames.close();
        }
    }
}
