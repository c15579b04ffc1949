package dev.unroll.runtime.train;

/** What a {@link Trainer} trains on and judges by: examples divided into parts, held in memory or read again for every pass. */
interface TrainingData {
    ExamplePart training();

    /** May be empty. */
    ExamplePart validation();

    /** May be empty. */
    ExamplePart test();

    /** The training part in batches. The caller closes it. */
    Feed feed();

    /** How often each class occurs in the training part. */
    Priors priors();

    /** Tells these data from others, for a training that is to be resumed. */
    String digest();
}
