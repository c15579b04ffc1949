package dev.unroll.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.data.Scaler;
import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Nd4jDevice;
import dev.unroll.runtime.train.ElmanProgram;
import dev.unroll.runtime.train.Encoders;
import dev.unroll.runtime.train.Fitted;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.Optimizer;
import dev.unroll.runtime.train.Scalers;
import dev.unroll.runtime.train.TrainingState;
import dev.unroll.runtime.weights.ParameterView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class ModelFileTest {
    @TempDir
    Path folder;

    private final Device device = Nd4jDevice.create(DataType.FLOAT);
    private ElmanProgram saved;
    private Path file;

    @BeforeEach
    void save() {
        file = folder.resolve("new folder").resolve("wave.unroll");
        saved = new ElmanProgram(device, ElmanProgram.forecast(12));
        saved.parameters().initialize(7);
        saved.parameters().state(1).set(0, 3, 0.25f);
        TrainingState state = new TrainingState();
        state.restore(5, 120, Optional.of(Optimizer.adam(0.002)));
        Scaler scaler = Scaler.of(new double[] {0.1}, new double[] {1 / 3.0}, -1);
        ModelFile.save(
                file,
                saved,
                new Fitted(
                        Optional.of(new Scalers(List.of(scaler), List.of(scaler))), Encoders.fixed(saved.signature())),
                state);
    }

    @AfterEach
    void close() {
        saved.close();
        device.close();
    }

    @Test
    void bringsBackEveryBit() {
        try (ElmanProgram loaded = new ElmanProgram(device, ElmanProgram.forecast(12))) {
            TrainingState state = new TrainingState();
            Scalers scalers = ModelFile.load(file, loaded, state).scalers().orElseThrow();
            assertThat(numbers(loaded)).isEqualTo(numbers(saved));
            assertThat(loaded.parameters().state(1).get(0, 3)).isEqualTo(0.25f);
            assertThat(scalers.outputs()).containsExactly(Scaler.of(new double[] {0.1}, new double[] {1 / 3.0}, -1));
            assertThat(state.epochs()).isEqualTo(5);
            assertThat(state.steps()).isEqualTo(120);
            assertThat(state.optimizer()).contains(Optimizer.adam(0.002));
        }
    }

    @Test
    void holdsWeightsInTheUsersShapes() {
        Tensor input = TensorFile.read(file).tensors().get("rnn.h.h");
        ParameterView view = saved.parameters().named("rnn.h.h");
        assertThat(input.shape()).containsExactly((long) ElmanProgram.UNITS, (long) ElmanProgram.UNITS);
        float[] expected = view.values();
        for (int i = 0; i < expected.length; i++) {
            assertThat((float) input.numbers()[i]).isEqualTo(expected[i]);
        }
        assertThat(TensorFile.read(file).tensors().get("rnn.h.x").shape())
                .containsExactly((long) ElmanProgram.UNITS, 1L);
        assertThat(TensorFile.read(file).tensors().get("dense.bias").shape()).containsExactly(1L);
    }

    @Test
    void loadsFloatsIntoADoubleModel() {
        try (Device doubles = Nd4jDevice.create(DataType.DOUBLE);
                ElmanProgram loaded = new ElmanProgram(doubles, ElmanProgram.forecast(12))) {
            ModelFile.load(file, loaded, new TrainingState());
            assertThat(loaded.parameters().weights().getDouble(0, 5))
                    .isEqualTo(saved.parameters().weights().getDouble(0, 5));
        }
    }

    @Test
    void refusesAnotherModel() {
        ModelSignature own = ElmanProgram.forecast(12);
        ModelSignature other = new ModelSignature(
                "Tide", "", own.inputs(), own.outputs(), own.hyperParameters(), own.file(), own.digest());
        try (ElmanProgram program = new ElmanProgram(device, other)) {
            assertThatThrownBy(() -> ModelFile.load(file, program, new TrainingState()))
                    .isInstanceOf(ModelFileException.class)
                    .hasMessage(file + ": holds a model Wave, not Tide");
        }
    }

    @Test
    void namesTheTensorThatDiffersAndChangesNothing() {
        ModelSignature wide =
                ElmanProgram.signature(ModelSignature.Axis.fixed("time", 12), false, 2, Scaling.minmax(0, 1));
        try (ElmanProgram program = new ElmanProgram(device, wide)) {
            program.parameters().initialize(1);
            float[] before = numbers(program);
            assertThatThrownBy(() -> ModelFile.load(file, program, new TrainingState()))
                    .hasMessage(file + ": has a tensor rnn.h.x of shape [8, 1]; Wave needs [8, 2]");
            assertThat(numbers(program)).isEqualTo(before);
        }
    }

    @Test
    void savesAnUntrainedModel() {
        Path fresh = folder.resolve("fresh.unroll");
        ModelFile.save(fresh, saved, Fitted.none(saved.signature()), new TrainingState());
        try (ElmanProgram loaded = new ElmanProgram(device, ElmanProgram.forecast(12))) {
            TrainingState state = new TrainingState();
            assertThat(ModelFile.load(fresh, loaded, state).scalers()).isEmpty();
            assertThat(state.optimizer()).isEmpty();
            assertThat(numbers(loaded)).isEqualTo(numbers(saved));
        }
    }

    private static float[] numbers(ElmanProgram program) {
        float[] numbers = new float[program.parameters().total()];
        program.parameters().weights().get(numbers);
        return numbers;
    }
}
