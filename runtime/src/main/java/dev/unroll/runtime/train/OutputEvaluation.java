package dev.unroll.runtime.train;

/** What an evaluation says about one output. */
public sealed interface OutputEvaluation permits Forecast, Classification, Detection {
    /** The output. */
    ModelSignature.Port output();

    /**
     * The model's figure.
     *
     * @throws IllegalArgumentException when the metric makes no sense of the output, or was not asked for and is kept for none
     */
    double value(Metric metric);
}
