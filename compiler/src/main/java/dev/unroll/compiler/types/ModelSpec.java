package dev.unroll.compiler.types;

import java.util.List;
import java.util.Optional;

/**
 * Everything about a model that its generated class shows, apart from the computation.
 *
 * @param packageName Java package, empty for the default one
 * @param name the model's name and the generated class's
 * @param doc text of its {@code ///} comment, empty when there is none
 * @param vocabularies those its inputs and outputs name, in the order in which these first do
 * @param labels those its inputs and outputs name, likewise
 * @param embeddingFiles files whose numbers embeddings start from
 * @param states of recurrent layers that a caller hands in and gets back, in the order of the layers; none for most
 *     models. A model that has some also takes {@code reset}, see {@link StatePort}
 * @param train what its train block says
 * @param serve what its serve block says
 * @param decoder how one of the outputs comes about token by token
 * @param tests what its test blocks say, joined to one; empty when there are none
 * @param synthetic whether this model was made around a cell for the tests of that cell: generated among tests only
 */
public record ModelSpec(
        String packageName,
        String name,
        String doc,
        List<HyperParameter> hyperParameters,
        List<Port> inputs,
        List<Port> outputs,
        List<VocabularySpec> vocabularies,
        List<LabelsSpec> labels,
        List<EmbeddingFile> embeddingFiles,
        List<StatePort> states,
        Optional<TrainSpec> train,
        Optional<ServeSpec> serve,
        Optional<DecoderSpec> decoder,
        List<TestSpec> tests,
        SourceDigest source,
        boolean synthetic) {
    public ModelSpec {
        hyperParameters = List.copyOf(hyperParameters);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        vocabularies = List.copyOf(vocabularies);
        labels = List.copyOf(labels);
        embeddingFiles = List.copyOf(embeddingFiles);
        states = List.copyOf(states);
        tests = List.copyOf(tests);
    }

    /** A model without a decoder. */
    public ModelSpec(
            String packageName,
            String name,
            String doc,
            List<HyperParameter> hyperParameters,
            List<Port> inputs,
            List<Port> outputs,
            List<VocabularySpec> vocabularies,
            List<LabelsSpec> labels,
            List<EmbeddingFile> embeddingFiles,
            List<StatePort> states,
            Optional<TrainSpec> train,
            Optional<ServeSpec> serve,
            List<TestSpec> tests,
            SourceDigest source,
            boolean synthetic) {
        this(
                packageName,
                name,
                doc,
                hyperParameters,
                inputs,
                outputs,
                vocabularies,
                labels,
                embeddingFiles,
                states,
                train,
                serve,
                Optional.empty(),
                tests,
                source,
                synthetic);
    }

    /** The vocabulary of that name. */
    public VocabularySpec vocabulary(String of) {
        return vocabularies.stream()
                .filter(v -> v.name().equals(of))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no vocabulary " + of + " in " + name));
    }

    /** The labels of that name. */
    public LabelsSpec labels(String of) {
        return labels.stream()
                .filter(l -> l.name().equals(of))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no labels " + of + " in " + name));
    }

    /**
     * Numbers per row of what the model gives for an output: for tokens and labels one probability for each of them, else
     * {@link Port#width()}.
     */
    public int width(Port output) {
        return switch (output.type().element()) {
            case TOKEN -> vocabulary(output.type().of()).size();
            case LABEL -> labels(output.type().of()).size();
            case FLOAT, INT, PROBABILITY -> output.width();
        };
    }
}
