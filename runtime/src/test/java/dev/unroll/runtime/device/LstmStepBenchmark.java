package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Packing;

/**
 * Times one LSTM layer on the CPU device, whole and by its parts. A main class, not part of the build: it prints microseconds, best
 * of several rounds. Unset OPENBLAS_CORETYPE before believing a figure.
 */
final class LstmStepBenchmark {
    private static final int STEPS = 60;

    private LstmStepBenchmark() {}

    public static void main(String[] arguments) {
        int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
        try (CpuDevice device = CpuDevice.create(threads)) {
            System.out.println(device.name() + ", OPENBLAS_CORETYPE=" + System.getenv("OPENBLAS_CORETYPE"));
            for (int[] shape : new int[][] {{16, 50}, {32, 50}, {32, 128}, {64, 128}}) {
                run(device, shape[0], shape[1]);
            }
        }
    }

    private static void run(CpuDevice device, int batch, int units) {
        LstmLayer layer = new LstmLayer(device, units, units, batch, STEPS);
        layer.pack(Packing.equal(batch, STEPS));
        LstmLayer.LayerFrame f = layer.frames.root();
        layer.forward();
        layer.backward();
        System.out.printf(
                "batch %d, units %d, %d lanes; per step of the whole batch, in microseconds%n",
                batch, units, layer.frames.lanes());
        time("forward, product", STEPS, () -> {
            for (int t = 0; t < STEPS; t++) {
                device.gemmAdd(f.h.before(t), layer.recurrentWeight, f.z.at(t));
            }
        });
        time("forward, kernel", STEPS, () -> {
            for (int t = 0; t < STEPS; t++) {
                layer.launchStep(f, t);
            }
        });
        time("forward, lanes", STEPS, () -> layer.forward());
        time("backward, product", STEPS, () -> {
            for (int t = STEPS - 1; t >= 0; t--) {
                device.gemmNT(f.dZ.at(t), layer.recurrentWeight, f.dH.at(t));
            }
        });
        time("backward, kernel", STEPS, () -> {
            for (int t = STEPS - 1; t >= 0; t--) {
                layer.launchStepBackward(f, t);
            }
        });
        time("backward, lanes and weights", STEPS, () -> layer.backward());
        time("  input projection", STEPS, () -> device.gemmAdd(f.x.all(), layer.inputWeight, f.z.all()));
        time("  bias rows", STEPS, () -> device.fillRows(layer.bias, f.z.all()));
        time("  bias gradient", STEPS, () -> device.sumRows(f.dZ.all(), layer.biasGradient));
        time("  recurrent gradient", STEPS, () -> device.gemmBeforeTN(f.h, f.dZ, layer.recurrentGradient));
        layer.frames.close();
    }

    private static void time(String what, int steps, Runnable work) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 15; round++) {
            long start = System.nanoTime();
            int times = 0;
            while (times < 20 || System.nanoTime() - start < 20_000_000) {
                work.run();
                times++;
            }
            best = Math.min(best, (System.nanoTime() - start) / 1000.0 / times / steps);
        }
        System.out.printf("  %-30s %8.2f%n", what, best);
    }
}
