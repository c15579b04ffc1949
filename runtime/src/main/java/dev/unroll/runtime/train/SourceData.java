package dev.unroll.runtime.train;

/** Data that are read from a source again for every pass. */
final class SourceData<E> implements TrainingData {
    private final EncodedSource<E> source;
    private final Scalers scalers;
    private final Priors priors;

    SourceData(EncodedSource<E> source, Scalers scalers, Priors priors) {
        this.source = source;
        this.scalers = scalers;
        this.priors = priors;
    }

    @Override
    public ExamplePart training() {
        return new SourcePart<>(source, source.parts().training(), scalers);
    }

    @Override
    public ExamplePart validation() {
        return new SourcePart<>(source, source.parts().validation(), scalers);
    }

    @Override
    public ExamplePart test() {
        return new SourcePart<>(source, source.parts().test(), scalers);
    }

    @Override
    public Feed feed() {
        return new SourceFeed<>(source, scalers);
    }

    @Override
    public Priors priors() {
        return priors;
    }

    @Override
    public String digest() {
        return source.parts().inWords();
    }
}
