package dev.unroll.compiler.types;

import java.util.Optional;

/** What a state is before the first step: zeros, a trained weight, or a value of the model. */
sealed interface StateStart {
    StateStart ZEROS = new Zeros();
    StateStart TRAINED = new Trained();

    /** By its word, if it is one. */
    static Optional<StateStart> ofWord(String word) {
        return switch (word) {
            case "zeros" -> Optional.of(ZEROS);
            case "trained" -> Optional.of(TRAINED);
            default -> Optional.empty();
        };
    }

    /** 0 everywhere. */
    record Zeros() implements StateStart {}

    /** A weight, the same for every example. */
    record Trained() implements StateStart {}

    /** A value of the model, a row per example. */
    record Given(Typed value) implements StateStart {}

    /** As {@link Given}, brought to the state's size by a layer, {@code tanh(x · W + b)} (Bahdanau et al. 2015, A.2.2). */
    record Bridged(Typed value) implements StateStart {}
}
