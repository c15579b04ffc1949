package dev.unroll.compiler.lower;

import dev.unroll.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The states that a caller hands to the recurrent layers of one block and gets back, in the order of the layers' runs; none for
 * most models.
 */
final class CarriedStates {
    private final List<Value> before;
    private final Optional<Value> reset;
    private final List<Value> after = new ArrayList<>();

    /**
     * States of one block.
     *
     * @param before {@code batch[size]} each
     * @param reset {@code tokens(axis)[1]}; empty if there are no states
     */
    CarriedStates(List<Value> before, Optional<Value> reset) {
        this.before = List.copyOf(before);
        this.reset = reset;
    }

    static CarriedStates none() {
        return new CarriedStates(List.of(), Optional.empty());
    }

    /** Where states begin anew; empty if every run begins with its own initial states. */
    Optional<Value> reset() {
        return reset;
    }

    /** The states that the next run begins with. */
    List<Value> next(int count) {
        return before.subList(after.size(), after.size() + count);
    }

    /** Takes the states with which the next run has ended. */
    void finish(List<Value> states) {
        after.addAll(states);
    }

    /** The states after all runs so far. */
    List<Value> after() {
        return after;
    }
}
