package dev.unroll.runtime.io;

import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.train.Encoders;
import dev.unroll.runtime.train.Fitted;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.Optimizer;
import dev.unroll.runtime.train.TrainingState;
import dev.unroll.runtime.train.Unfinished;
import dev.unroll.runtime.weights.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves and loads models: weights under their equations' names in the user's shapes, scaling, vocabularies, labels, and training state with the
 * optimiser's moments, so that a loaded model predicts and trains on with the same bits.
 */
public final class ModelFile {
    /** Version of the metadata and tensor names, grown when old files cannot be read any more. */
    public static final int VERSION = 1;

    static final String VOCABULARY = "vocabulary ";
    static final String LABELS = "labels ";

    private static final Logger LOG = LoggerFactory.getLogger(ModelFile.class);

    private ModelFile() {}

    /**
     * Writes a model, replacing the file at once.
     *
     * @throws ModelFileException when it cannot be written
     */
    public static void save(Path file, ModelProgram program, Fitted fitted, TrainingState state) {
        Parameters parameters = program.parameters();
        Tensor.Type type = program.device().dataType() == DataType.DOUBLE ? Tensor.Type.F64 : Tensor.Type.F32;
        List<ParameterLayout> layouts = ParameterLayout.of(parameters);
        List<Tensor> tensors = new ArrayList<>();
        add(tensors, "", layouts, type, parameters.weights());
        if (state.optimizer().isPresent()) {
            for (int i = 0; i < Parameters.STATES; i++) {
                add(tensors, momentPrefix(i), layouts, type, parameters.state(i));
            }
        }
        state.unfinished().ifPresent(training -> UnfinishedText.addTensors(training, layouts, type, tensors));
        try {
            TensorFile.write(file, metadata(program.signature(), fitted, state), tensors);
        } catch (IOException e) {
            throw new ModelFileException(file, "cannot be written: " + e, e);
        }
    }

    private static void add(
            List<Tensor> tensors, String prefix, List<ParameterLayout> layouts, Tensor.Type type, Matrix flat) {
        double[] numbers = new double[(int) flat.size()];
        flat.get(numbers);
        for (ParameterLayout layout : layouts) {
            tensors.add(Tensor.of(prefix + layout.name(), type, layout.shape(), layout.gather(numbers)));
        }
    }

    private static String momentPrefix(int i) {
        return "optimizer/" + i + "/";
    }

    private static Map<String, String> metadata(ModelSignature signature, Fitted fitted, TrainingState state) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("unroll", Integer.toString(VERSION));
        metadata.put("model", signature.model());
        metadata.put("source", signature.file());
        metadata.put("digest", signature.digest());
        metadata.put("epochs", Integer.toString(state.epochs()));
        metadata.put("steps", Long.toString(state.steps()));
        state.optimizer().ifPresent(optimizer -> metadata.put("optimizer", StateText.of(optimizer)));
        state.unfinished().ifPresent(training -> UnfinishedText.addEntries(training, metadata));
        fitted.scalers().ifPresent(figures -> {
            for (int i = 0; i < figures.inputs().size(); i++) {
                metadata.put(
                        "scaler input " + signature.inputs().get(i).name(),
                        StateText.of(figures.inputs().get(i)));
            }
            for (int o = 0; o < figures.outputs().size(); o++) {
                metadata.put(
                        "scaler output " + signature.outputs().get(o).name(),
                        StateText.of(figures.outputs().get(o)));
            }
        });
        // In the signature's order, so that the same model gives the same bytes.
        Encoders.specs(signature).keySet().forEach(name -> {
            if (fitted.encoders().vocabularies().containsKey(name)) {
                metadata.put(
                        VOCABULARY + name,
                        VocabularyText.of(fitted.encoders().vocabularies().get(name)));
            }
        });
        signature.labels().forEach(labels -> metadata.put(LABELS + labels.name(), VocabularyText.of(labels)));
        return metadata;
    }

    /**
     * Reads a model's weights and state. Nothing of the program changes unless the whole file is sound and fits.
     *
     * @param state receives the training state
     * @return scaling and vocabularies, as far as the model had been trained
     * @throws ModelFileException when the file is missing, damaged, or of another model
     */
    public static Fitted load(Path file, ModelProgram program, TrainingState state) {
        TensorFile content = TensorFile.read(file);
        Metadata metadata = new Metadata(file, content.metadata());
        ModelSignature signature = program.signature();
        metadata.requireModel(signature);
        Fitted fitted = new Fitted(metadata.scalers(signature), metadata.encoders(signature));
        metadata.requireLabels(signature);
        Optional<Optimizer> optimizer = metadata.optimizer();
        int epochs = metadata.epochs();
        long steps = metadata.steps();
        int moments = optimizer.isPresent() ? Parameters.STATES : 0;

        List<ParameterLayout> layouts = ParameterLayout.of(program.parameters());
        Map<String, Tensor> tensors = new LinkedHashMap<>(content.tensors());
        double[] weights = take(file, tensors, "", layouts, program);
        List<double[]> states = new ArrayList<>();
        for (int i = 0; i < moments; i++) {
            states.add(take(file, tensors, momentPrefix(i), layouts, program));
        }
        Optional<Unfinished> unfinished = UnfinishedText.read(
                content.metadata(), tensors, prefix -> take(file, tensors, prefix, layouts, program));
        if (!tensors.isEmpty()) {
            throw new ModelFileException(
                    file,
                    "has a tensor " + tensors.keySet().iterator().next() + " that " + signature.model()
                            + " does not have");
        }
        if (!metadata.digest().equals(signature.digest())) {
            LOG.warn(
                    "{} was saved by another version of {}; names and shapes of all weights agree",
                    file,
                    signature.file());
        }
        program.parameters().weights().set(weights);
        for (int i = 0; i < moments; i++) {
            program.parameters().state(i).set(states.get(i));
        }
        state.restore(epochs, steps, optimizer);
        unfinished.ifPresent(state::interrupt);
        return fitted;
    }

    /** Removes the expected tensors from {@code tensors} and lays them out flat. */
    private static double[] take(
            Path file,
            Map<String, Tensor> tensors,
            String prefix,
            List<ParameterLayout> layouts,
            ModelProgram program) {
        double[] flat = new double[program.parameters().total()];
        for (ParameterLayout layout : layouts) {
            Tensor tensor = tensors.remove(prefix + layout.name());
            if (tensor == null) {
                throw new ModelFileException(
                        file,
                        "has no tensor " + prefix + layout.name() + " of shape " + layout.shape() + ", which "
                                + program.signature().model() + " needs");
            }
            if (!tensor.shape().equals(layout.shape())) {
                throw new ModelFileException(
                        file,
                        "has a tensor " + prefix + layout.name() + " of shape " + tensor.shape() + "; "
                                + program.signature().model() + " needs " + layout.shape());
            }
            layout.scatter(tensor.numbers(), flat);
        }
        return flat;
    }
}
