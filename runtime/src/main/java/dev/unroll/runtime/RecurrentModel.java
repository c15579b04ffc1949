package dev.unroll.runtime;

import dev.unroll.runtime.data.Column;
import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Series;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.decode.DecodeSpec;
import dev.unroll.runtime.decode.Decoded;
import dev.unroll.runtime.decode.ScheduledSampling;
import dev.unroll.runtime.decode.Searcher;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.io.ModelFile;
import dev.unroll.runtime.io.ModelFileException;
import dev.unroll.runtime.session.ColumnSession;
import dev.unroll.runtime.session.Sessions;
import dev.unroll.runtime.text.EmbeddingFile;
import dev.unroll.runtime.text.EmbeddingWeights;
import dev.unroll.runtime.text.LabelSet;
import dev.unroll.runtime.text.Vocabulary;
import dev.unroll.runtime.train.Checkpoints;
import dev.unroll.runtime.train.EncodedSource;
import dev.unroll.runtime.train.Encoders;
import dev.unroll.runtime.train.Examples;
import dev.unroll.runtime.train.Fitted;
import dev.unroll.runtime.train.History;
import dev.unroll.runtime.train.LazyPredictions;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.Parts;
import dev.unroll.runtime.train.Predictor;
import dev.unroll.runtime.train.ResetToken;
import dev.unroll.runtime.train.Scalers;
import dev.unroll.runtime.train.SourceColumns;
import dev.unroll.runtime.train.SourceParts;
import dev.unroll.runtime.train.Trainer;
import dev.unroll.runtime.train.TrainingListener;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.runtime.train.TrainingSpec;
import dev.unroll.runtime.train.TrainingState;
import dev.unroll.runtime.train.Truncated;
import dev.unroll.runtime.weights.ParameterView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What every generated model class is: a program with its weights, the scaling fitted to its data, and how far its training has
 * come. Its methods may be called from several threads; they take turns. Sessions do not: each thread has its own.
 *
 * <p>A model holds native memory: close it.
 */
public abstract class RecurrentModel implements AutoCloseable {
    private final ModelProgram program;
    private final Optional<TrainingSpec> training;
    private final boolean ownsDevice;
    private final Predictor predictor;
    private Optional<Searcher> searcher = Optional.empty();
    private final Sessions sessions;
    private final TrainingState state = new TrainingState();
    private Optional<Scalers> scalers = Optional.empty();
    private Encoders encoders;
    private Optional<History> history = Optional.empty();
    private boolean closed;

    /**
     * For generated classes.
     *
     * @param training what the {@code train} block says, if there is one
     * @param ownsDevice whether {@link #close} closes the program's device too
     */
    protected RecurrentModel(ModelProgram program, Optional<TrainingSpec> training, boolean ownsDevice) {
        this.program = program;
        this.training = training;
        this.ownsDevice = ownsDevice;
        this.predictor = new Predictor(program);
        this.sessions = new Sessions(program, program::close);
        this.encoders = Encoders.fixed(program.signature());
    }

    /** Gives every weight its starting value, a pure function of the seed. */
    protected final void initialize(long seed) {
        program.parameters().initialize(seed);
    }

    /**
     * Takes weights, scaling, vocabularies and training state from a file; closes this model when that fails.
     *
     * @throws ModelFileException when the file is damaged or belongs to another model
     */
    protected final void restore(Path file) {
        try {
            Fitted fitted = ModelFile.load(file, program, state);
            scalers = fitted.scalers();
            encoders = fitted.encoders();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Outputs for inputs given in the data's units, one {@link Values} per output, in the data's units.
     *
     * @throws DataException when inputs do not fit the model; names input, example and step
     */
    protected final synchronized List<Values> run(Values... inputs) {
        requireOpen();
        Examples examples = Examples.of(signature(), List.of(inputs));
        Scalers figures = figures();
        List<Values> outputs = new ArrayList<>();
        for (Values output : predictor.predict(examples.scaled(figures))) {
            outputs.add(output.restored(figures.outputs().get(outputs.size())));
        }
        return outputs;
    }

    /**
     * Cuts windows out of one series per input as the specification says, and trains on them.
     *
     * @throws DataException when a series does not fit
     */
    protected final TrainingResult trainOnSeries(
            List<Series> inputs, TrainingSpec spec, TrainingListener... listeners) {
        TrainingSpec.Window window = spec.window()
                .orElseThrow(() -> new IllegalArgumentException(
                        "training " + signature().model() + " on a series needs a specification with a window"));
        return train(Examples.windows(signature(), window, inputs), spec, listeners);
    }

    /**
     * Trains on examples given one by one.
     *
     * @throws DataException when they do not fit the model; names input or output, example and step
     */
    protected final TrainingResult trainOnExamples(
            List<Values> inputs, List<Values> targets, TrainingSpec spec, TrainingListener... listeners) {
        return train(
                Examples.of(signature(), spec, inputs, targets),
                spec.toBuilder().withoutWindow().build(),
                listeners);
    }

    /**
     * {@link #run} on inputs as the caller has them; tokens and labels come back as a probability for each.
     *
     * @throws DataException when inputs do not fit the model; names input, example and step
     * @throws IllegalStateException when a vocabulary has not been fitted yet
     */
    protected final synchronized List<Values> runColumns(Column... inputs) {
        requireOpen();
        requireVocabularies();
        return run(encoders.encode(signature(), List.of(inputs), List.of())
                .inputs()
                .toArray(Values[]::new));
    }

    /**
     * What the model says about inputs that come one by one, in their order: as many at a time as are computed together, only when the
     * stream is read.
     *
     * @param predict gives what is said about example k of some
     */
    protected final <I, O> Stream<O> predictLazily(Stream<I> inputs, Function<List<I>, IntFunction<O>> predict) {
        return LazyPredictions.of(inputs, predict);
    }

    /**
     * Outputs of the model's decoder, for each example best first.
     *
     * @param prefix tokens that every output begins with
     * @throws DataException when inputs do not fit the model, or the prefix has a token that the vocabulary has not
     * @throws IllegalArgumentException when the specification does not fit the model
     * @throws IllegalStateException when a vocabulary has not been fitted yet
     */
    protected final synchronized List<List<Decoded>> decodeColumns(
            DecodeSpec spec, List<String> prefix, Column... inputs) {
        requireOpen();
        requireVocabularies();
        Examples examples = Examples.of(
                signature(),
                encoders.encode(signature(), List.of(inputs), List.of()).inputs());
        if (searcher.isEmpty()) {
            searcher = Optional.of(new Searcher(program));
        }
        Vocabulary vocabulary = decodedVocabulary();
        List<Integer> begin = new ArrayList<>();
        for (String token : prefix) {
            begin.add(vocabulary.id(token));
            if (vocabulary.id(token) == Vocabulary.UNKNOWN) {
                throw new DataException("an output cannot begin with \"" + token + "\": the vocabulary "
                        + vocabulary.spec().name() + " does not have it");
            }
        }
        return searcher.get().search(examples.scaled(figures()), spec, begin).stream()
                .map(found -> found.stream()
                        .map(one -> Searcher.decoded(one, vocabulary))
                        .toList())
                .toList();
    }

    /**
     * The natural logarithm of the probability that the decoder gives to known outputs, their ends included: the function that
     * training has seen.
     *
     * @param target of the decoded output
     */
    protected final synchronized double[] logProbabilities(Column target, Column... inputs) {
        requireOpen();
        requireVocabularies();
        if (signature().outputs().size() > 1) {
            throw new UnsupportedOperationException("this " + signature().model() + " has other outputs as well");
        }
        Encoders.Encoded encoded = encoders.encode(signature(), List.of(inputs), List.of(target));
        Examples examples =
                Examples.of(signature(), encoded.inputs(), encoded.targets()).scaled(figures());
        Values probabilities = predictor.predict(examples).get(0);
        Values truth = examples.targets().get(0);
        double[] sums = new double[truth.examples()];
        for (int k = 0; k < sums.length; k++) {
            for (int t = 0; t < truth.length(k); t++) {
                sums[k] += Math.log(probabilities.get(k, t, (int) truth.get(k, t, 0)));
            }
        }
        return sums;
    }

    private Vocabulary decodedVocabulary() {
        ModelSignature.Port output =
                signature().outputs().get(signature().decoder().orElseThrow().output());
        return encoders.vocabularies()
                .get(((ModelSignature.Content.Tokens) output.content())
                        .vocabulary()
                        .name());
    }

    private void requireVocabularies() {
        if (!encoders.cover(signature())) {
            throw new IllegalStateException("this " + signature().model()
                    + " has not been trained: its vocabulary is fitted to the texts it is trained on");
        }
    }

    /**
     * Trains on examples as the caller has them. The first training fits the vocabularies on its training part; later ones use
     * these.
     *
     * @param targets none when the specification makes the truth from the inputs
     * @throws DataException when they do not fit the model; names input or output, example and step
     */
    protected final synchronized TrainingResult trainOnColumns(
            List<Column> inputs, List<Column> targets, TrainingSpec spec, TrainingListener... listeners) {
        requireOpen();
        Encoders.require(signature(), inputs, targets);
        boolean fresh = !encoders.cover(signature()) || state.steps() == 0;
        Encoders fitted = encoders.cover(signature()) ? encoders : fitted(inputs, targets, spec);
        Encoders.Encoded encoded = fitted.encode(signature(), inputs, targets);
        Examples examples = Examples.of(signature(), spec, encoded.inputs(), encoded.targets());
        if (fresh) {
            loadEmbeddings(fitted);
        }
        // Not before data and files are found to be sound: the next attempt may come with other data.
        encoders = fitted;
        return train(examples, spec.toBuilder().withoutWindow().build(), listeners);
    }

    /**
     * {@link #trainOnColumns} on examples that are not held in memory but read again for every pass. The first passes count and divide
     * them, fit what is to be fitted and check every example; each epoch is one more, and one if there is a validation part.
     *
     * @throws DataException when they do not fit the model; names the place of the example, input or output and step; or when they
     *     change between passes
     * @throws IllegalArgumentException when the specification says what cannot be done with a source
     */
    protected final synchronized <E> TrainingResult trainOnSource(
            SourceColumns<E> source, TrainingSpec spec, TrainingListener... listeners) {
        requireOpen();
        TrainingSpec given = spec.toBuilder().withoutWindow().build();
        boolean fresh = !encoders.cover(signature()) || state.steps() == 0;
        SourceParts<E> parts = SourceParts.of(signature(), source, given);
        Encoders fitted = encoders.cover(signature()) ? encoders : parts.fitEncoders();
        EncodedSource<E> encoded = parts.encoded(fitted);
        if (fresh) {
            loadEmbeddings(fitted);
        }
        encoders = fitted;
        return train(given, encoded::scalers, trainer -> trainer.train(encoded), listeners);
    }

    private void loadEmbeddings(Encoders fitted) {
        for (EmbeddingFile file : embeddingFiles()) {
            EmbeddingWeights.load(
                    file,
                    getClass().getClassLoader(),
                    fitted.vocabularies().get(file.vocabulary()),
                    program.parameters().named(file.parameter()));
        }
    }

    private Encoders fitted(List<Column> inputs, List<Column> targets, TrainingSpec spec) {
        int[] training = Parts.of(
                        spec.split(), inputs.get(0).size(), spec.seed(), Encoders.classes(signature(), targets))
                .training();
        return Encoders.fit(
                signature(),
                inputs.stream().map(column -> column.select(training)).toList(),
                targets.stream().map(column -> column.select(training)).toList());
    }

    /**
     * The vocabulary of that name.
     *
     * @throws IllegalStateException when it has not been fitted yet
     * @throws IllegalArgumentException when the model has none of that name
     */
    public final synchronized Vocabulary vocabulary(String name) {
        requireVocabularies();
        Vocabulary vocabulary = encoders.vocabularies().get(name);
        if (vocabulary == null) {
            throw new IllegalArgumentException(signature().model() + " has no vocabulary " + name + ", only "
                    + encoders.vocabularies().keySet());
        }
        return vocabulary;
    }

    /**
     * The labels of that name.
     *
     * @throws IllegalArgumentException when the model has none of that name
     */
    public final LabelSet labels(String name) {
        return Stream.concat(signature().inputs().stream(), signature().outputs().stream())
                .map(ModelSignature.Port::content)
                .filter(content -> content instanceof ModelSignature.Content.Label)
                .map(content -> ((ModelSignature.Content.Label) content).labels())
                .filter(labels -> labels.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(signature().model() + " has no labels " + name));
    }

    /** The files that {@code Embedding}s take their first weights from. Generated classes say so where there is one. */
    protected List<EmbeddingFile> embeddingFiles() {
        return List.of();
    }

    private synchronized TrainingResult train(Examples examples, TrainingSpec spec, TrainingListener... listeners) {
        requireOpen();
        Parts parts = examples.parts(spec);
        Examples part = examples.select(parts.training());
        return train(
                spec,
                () -> Scalers.fit(part),
                trainer -> trainer.train(part, examples.select(parts.validation()), examples.select(parts.test())),
                listeners);
    }

    private TrainingResult train(
            TrainingSpec spec,
            Supplier<Scalers> fit,
            Function<Trainer, TrainingResult> run,
            TrainingListener... listeners) {
        // Weights that were trained under some scaling mean nothing under another.
        Scalers figures = scalers.orElseGet(fit);
        scalers = Optional.of(figures);
        sessions.changing();
        try {
            TrainingResult result = run.apply(new Trainer(
                    program,
                    spec,
                    figures,
                    state,
                    List.of(listeners),
                    resetToken(spec),
                    this::write,
                    ScheduledSampling::new));
            history = Optional.of(result.history());
            return result;
        } finally {
            sessions.changed();
        }
    }

    /** The id of the token that the specification names, in the one input with a vocabulary. */
    private Optional<ResetToken> resetToken(TrainingSpec spec) {
        Optional<String> token = spec.backprop().flatMap(Truncated::resetAt);
        if (token.isEmpty()) {
            return Optional.empty();
        }
        for (int i = 0; i < signature().inputs().size(); i++) {
            if (signature().inputs().get(i).content() instanceof ModelSignature.Content.Tokens tokens) {
                int id = encoders.vocabularies().get(tokens.vocabulary().name()).id(token.get());
                if (id == Vocabulary.UNKNOWN) {
                    throw new DataException("states are to be reset at the token \"" + token.get()
                            + "\", and the vocabulary " + tokens.vocabulary().name()
                            + " does not have it: it is rare or absent in the training part");
                }
                return Optional.of(new ResetToken(i, id));
            }
        }
        throw new IllegalArgumentException(signature().model() + " reads no tokens, so no state can be reset at one: "
                + spec.backprop().get());
    }

    /**
     * Takes the latest checkpoint that {@link dev.unroll.runtime.train.Checkpoints} wrote to a folder, or one of its files. The next call of {@code train}, with
     * the same data and specification, goes on where that one was written and gives the bits that an uninterrupted training
     * would have given.
     *
     * @return false if there is no checkpoint; nothing happens then, and {@code train} begins anew
     * @throws ModelFileException when the checkpoint is damaged or belongs to another model; the model is unchanged
     */
    public final synchronized boolean resume(Path folderOrFile) {
        requireOpen();
        Path file = folderOrFile;
        if (!Files.isRegularFile(folderOrFile)) {
            List<Path> checkpoints = Checkpoints.in(folderOrFile);
            if (checkpoints.isEmpty()) {
                return false;
            }
            file = checkpoints.get(0);
        }
        sessions.changing();
        try {
            Fitted fitted = ModelFile.load(file, program, state);
            scalers = fitted.scalers();
            encoders = fitted.encoders();
        } finally {
            sessions.changed();
        }
        return true;
    }

    /**
     * A session that carries the states of the recurrent layers, over this many streams.
     *
     * @param most sessions open at once
     * @throws IllegalStateException when so many are open, the model is closed, or its vocabulary has not been fitted
     */
    protected final synchronized ColumnSession carriedSession(int streams, int most) {
        requireOpen();
        requireVocabularies();
        return ColumnSession.of(sessions.carried(most), streams, signature(), figures(), encoders);
    }

    /**
     * A session that keeps the last rows of the inputs, over this many streams.
     *
     * @param most sessions open at once
     * @throws IllegalStateException when so many are open, the model is closed, or its vocabulary has not been fitted
     */
    protected final synchronized ColumnSession rollingSession(int streams, int most) {
        requireOpen();
        requireVocabularies();
        return ColumnSession.of(sessions.rolling(most), streams, signature(), figures(), encoders);
    }

    /** Step by step prediction in the model's own range, on any number of threads at once. */
    protected final Sessions sessions() {
        return sessions;
    }

    private Scalers figures() {
        return scalers.orElseGet(() -> Scalers.identity(signature()));
    }

    /**
     * Writes weights, scaling, vocabularies and training state to one file. A crash leaves the old file or the new one, never a mixture.
     *
     * @throws ModelFileException when it cannot be written
     */
    public final synchronized void save(Path file) {
        requireOpen();
        write(file);
    }

    private void write(Path file) {
        ModelFile.save(file, program, new Fitted(scalers, encoders), state);
    }

    /** The weights under their equations' names: live, writing them changes the model. */
    public final List<ParameterView> parameters() {
        return program.parameters().named();
    }

    /** Number of trained scalars. */
    public final long parameterCount() {
        return program.parameters().total();
    }

    /** Inputs, outputs and origin. */
    public final ModelSignature signature() {
        return program.signature();
    }

    /** What the {@code train} block says; empty when there is none. */
    public final Optional<TrainingSpec> training() {
        return training;
    }

    /** The scaling in use; empty before the first training. */
    public final Optional<Scalers> scalers() {
        return scalers;
    }

    /** The vocabularies by name; those that are fitted only after the first training. */
    public final Map<String, Vocabulary> vocabularies() {
        return encoders.vocabularies();
    }

    /** How far training has come. */
    public final TrainingState state() {
        return state;
    }

    /** The course of the last training of this object; empty when there was none. */
    public final Optional<History> history() {
        return history;
    }

    /** Where the model runs. */
    public final Device device() {
        return program.device();
    }

    /**
     * The model at a glance: inputs and outputs; for each layer the type it gives, its parameters and its floating-point
     * operations; the memory that training and prediction need; and every weight with its shape.
     */
    public final String summary() {
        return ModelSummary.of(outline(), signature(), parameters(), device().name());
    }

    /** What the build knows about the model, as lines of text; generated classes say it. */
    protected List<String> outline() {
        return List.of();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this " + signature().model() + " is closed");
        }
    }

    /**
     * Frees the model's memory, once its sessions are closed too: they refuse every step from now on. Views of its weights must not be
     * used afterwards.
     */
    @Override
    public final synchronized void close() {
        if (!closed) {
            closed = true;
            predictor.close();
            searcher.ifPresent(Searcher::close);
            sessions.close();
            if (ownsDevice) {
                program.device().close();
            }
        }
    }

    @Override
    public String toString() {
        return signature().model() + ", " + parameterCount() + " parameters";
    }
}
