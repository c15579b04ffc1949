package dev.unroll.runtime.train;

import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.memory.Arena;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.weights.Parameters;
import java.util.ArrayList;
import java.util.List;

/** A copy of a model's weights, and of its moments where wanted. */
final class Snapshot implements AutoCloseable {
    private final Device device;
    private final Arena arena;
    private final List<Matrix> live = new ArrayList<>();
    private final List<Matrix> copies = new ArrayList<>();

    Snapshot(Device device, Parameters parameters, boolean moments) {
        this.device = device;
        live.add(parameters.weights());
        for (int i = 0; moments && i < Parameters.STATES; i++) {
            live.add(parameters.state(i));
        }
        arena = Arena.allocate(device.dataType(), (long) live.size() * parameters.total());
        for (int i = 0; i < live.size(); i++) {
            copies.add(Matrix.of(arena, (long) i * parameters.total(), 1, parameters.total()));
        }
        take();
    }

    /** Copies the model. */
    void take() {
        for (int i = 0; i < live.size(); i++) {
            device.copy(live.get(i), copies.get(i));
        }
    }

    /** Gives the model what was copied last. */
    void giveBack() {
        for (int i = 0; i < live.size(); i++) {
            device.copy(copies.get(i), live.get(i));
        }
    }

    /** The copied weights. */
    double[] weights() {
        double[] numbers = new double[(int) copies.get(0).size()];
        copies.get(0).get(numbers);
        return numbers;
    }

    /** Overwrites the copied weights. */
    void setWeights(double[] numbers) {
        copies.get(0).set(numbers);
    }

    @Override
    public void close() {
        arena.close();
    }
}
