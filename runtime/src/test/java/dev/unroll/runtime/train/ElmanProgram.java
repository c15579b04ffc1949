package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.device.ArrayMath;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.FloatMath;
import dev.unroll.runtime.device.Kernel;
import dev.unroll.runtime.device.Port;
import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.FrameSpace;
import dev.unroll.runtime.memory.Frames;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Packings;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;
import dev.unroll.runtime.weights.Init;
import dev.unroll.runtime.weights.ParameterSpec;
import dev.unroll.runtime.weights.Parameters;
import dev.unroll.runtime.weights.Segment;
import dev.unroll.runtime.weights.WeightKind;
import java.util.List;

/**
 * A small program written by hand as a generated one would be: {@code h_t = tanh(x_t Wx + h_(t-1) Wh + b)}, then {@code y = h
 * Wo + bo} of the last step or of every step, and the mean squared error.
 */
public final class ElmanProgram implements ModelProgram {
    public static final int UNITS = 8;

    private static final Kernel TANH = Kernel.of(
            "tanh",
            0,
            (n, a) -> {
                for (int k = 0; k < n; k++) {
                    a[1][k] = FloatMath.tanh(a[0][k]);
                }
            },
            a -> a[1].assign(ArrayMath.tanh(a[0])),
            Port.in(0, 0, UNITS),
            Port.out(1, 0, UNITS));

    private static final Kernel TANH_BACKWARD = Kernel.of(
            "tanhBackward",
            0,
            (n, a) -> {
                for (int k = 0; k < n; k++) {
                    a[2][k] = a[1][k] * (1 - a[0][k] * a[0][k]);
                }
            },
            a -> a[2].assign(a[0].mul(a[0]).rsub(1).mul(a[1])),
            Port.in(0, 0, UNITS),
            Port.in(1, 0, UNITS),
            Port.out(2, 0, UNITS));

    private final Kernel error;
    private final Device device;
    private final ModelSignature signature;
    private final boolean perStep;
    private final int in;
    private final int out;
    private final Parameters parameters;

    public ElmanProgram(Device device, ModelSignature signature) {
        this.device = device;
        this.signature = signature;
        this.perStep = signature.outputs().get(0).isSequence();
        this.in = signature.inputs().get(0).width();
        this.out = signature.outputs().get(0).width();
        this.parameters = Parameters.create(
                device,
                new ParameterSpec(
                        "rnnX",
                        in,
                        UNITS,
                        false,
                        new Segment("rnn.h.x", 0, UNITS, true, Init.GLOROT, WeightKind.INPUT)),
                new ParameterSpec(
                        "rnnH",
                        UNITS,
                        UNITS,
                        false,
                        new Segment("rnn.h.h", 0, UNITS, true, Init.ORTHOGONAL, WeightKind.RECURRENT)),
                new ParameterSpec(
                        "rnnBias",
                        1,
                        UNITS,
                        true,
                        new Segment("rnn.h.bias", 0, UNITS, false, Init.ZEROS, WeightKind.BIAS)),
                new ParameterSpec(
                        "dense",
                        UNITS,
                        out,
                        false,
                        new Segment("dense.x", 0, out, true, Init.GLOROT, WeightKind.INPUT)),
                new ParameterSpec(
                        "denseBias",
                        1,
                        out,
                        true,
                        new Segment("dense.bias", 0, out, false, Init.ZEROS, WeightKind.BIAS)));
        this.error = Kernel.of(
                "error",
                0,
                (n, a) -> {
                    for (int k = 0; k < n; k++) {
                        a[2][k] = a[0][k] - a[1][k];
                    }
                },
                a -> a[2].assign(a[0].sub(a[1])),
                Port.in(0, 0, out),
                Port.in(1, 0, out),
                Port.out(2, 0, out));
    }

    /** Sixty rows of one number, the next number; scaled into [0, 1]. */
    public static ModelSignature forecast(int length) {
        return signature(ModelSignature.Axis.fixed("time", length), false, 1, Scaling.minmax(0, 1));
    }

    public static ModelSignature signature(ModelSignature.Axis axis, boolean perStep, int width, Scaling scaling) {
        return new ModelSignature(
                "Wave",
                "The next number <of> a wave & more.",
                List.of(new ModelSignature.Port("wave", axis, width, scaling, "")),
                List.of(new ModelSignature.Port(
                        "next",
                        perStep ? axis : ModelSignature.Axis.none(),
                        width,
                        scaling instanceof Scaling.None ? scaling : Scaling.like("wave"),
                        "")),
                List.of(new ModelSignature.HyperParameter("units", Integer.toString(UNITS), "")),
                "wave.rnn",
                "0".repeat(64));
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
        return new Run(batch, tokens, steps);
    }

    @Override
    public PredictRun predictRun(int batch, int tokens, int steps) {
        return new Run(batch, tokens, steps);
    }

    @Override
    public void close() {
        parameters.close();
    }

    private final class ElmanFrame extends Frame {
        final Sequence x = sequence(0, in);
        final Sequence z = sequence(1, UNITS);
        final Sequence h = state(2, UNITS);
        final Rows hLast = rows(3, UNITS);
        final Top y = new Top(4);
        final Top target = new Top(5);
        final Top e = new Top(6);
        final Sequence dH = state(8, UNITS);
        final Rows dLast = rows(9, UNITS);

        ElmanFrame(FrameSpace space) {
            super(space);
        }

        /** A value of the output layer: one row per step or one per example. */
        private final class Top {
            private final Sequence steps;
            private final Rows rows;

            Top(int slot) {
                steps = perStep ? sequence(slot, out) : null;
                rows = perStep ? null : rows(slot, out);
            }

            Matrix all() {
                return perStep ? steps.all() : rows.all();
            }
        }
    }

    private final class Run implements TrainRun, PredictRun {
        private final Frames<ElmanFrame> frames;
        private final ElmanFrame f;
        private double loss;

        Run(int batch, int tokens, int steps) {
            frames = Frames.create(device, ElmanFrame::new, batch, tokens, steps);
            f = frames.root();
        }

        @Override
        public void pack(Packing packing) {
            frames.pack(packing);
        }

        @Override
        public void pack(Packings packings) {
            frames.pack(packings);
        }

        @Override
        public Matrix input(int i) {
            return f.x.all();
        }

        @Override
        public Matrix target(int o) {
            return f.target.all();
        }

        @Override
        public Matrix output(int o) {
            return f.y.all();
        }

        @Override
        public void random(long seed, long step) {
            f.random().set(seed, step);
        }

        @Override
        public void forward() {
            device.fillRows(parameters.weight(2), f.z.all());
            device.gemmAdd(f.x.all(), parameters.weight(0), f.z.all());
            device.fill(f.h.initial(), 0);
            for (int t = 0; t < f.steps(); t++) {
                device.gemmAdd(f.h.before(t), parameters.weight(1), f.z.at(t));
                device.launch(TANH, f.z.at(t), f.h.at(t));
            }
            if (!perStep) {
                device.last(f.h, f.hLast);
            }
            device.fillRows(parameters.weight(4), f.y.all());
            device.gemmAdd(top(), parameters.weight(3), f.y.all());
            device.launch(error, f.y.all(), f.target.all(), f.e.all());
            loss = device.squaredNorm(f.e.all()) / f.e.all().size();
        }

        private Matrix top() {
            return perStep ? f.h.all() : f.hLast.all();
        }

        @Override
        public void backward() {
            Matrix dY = f.e.all();
            device.scale(dY, 2f / dY.size());
            device.gemmTN(top(), dY, parameters.gradient(3));
            device.sumRows(dY, parameters.gradient(4));
            if (perStep) {
                device.gemmNT(dY, parameters.weight(3), f.dH.all());
            } else {
                device.gemmNT(dY, parameters.weight(3), f.dLast.all());
                device.atLast(f.dLast, f.dH);
            }
            device.fill(f.dH.initial(), 0);
            for (int t = f.steps() - 1; t >= 0; t--) {
                // z is not needed any more: its gradient takes its place.
                device.launch(TANH_BACKWARD, f.h.at(t), f.dH.at(t), f.z.at(t));
                device.gemmAddNT(f.z.at(t), parameters.weight(1), f.dH.before(t));
            }
            device.gemmTN(f.x.all(), f.z.all(), parameters.gradient(0));
            device.gemmBeforeTN(f.h, f.z, parameters.gradient(1));
            device.sumRows(f.z.all(), parameters.gradient(2));
        }

        @Override
        public double loss() {
            return loss;
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
