package dev.unroll.runtime.train;

import dev.unroll.runtime.data.DataException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Predictions of inputs that come one by one; of both, one batch is held at a time. */
public final class LazyPredictions<I, O> extends Spliterators.AbstractSpliterator<O> {
    private final Iterator<I> inputs;
    private final Function<List<I>, IntFunction<O>> predict;
    private IntFunction<O> batch = k -> null;
    private int size;
    private int at;
    private long before; // inputs of earlier batches

    private LazyPredictions(Iterator<I> inputs, Function<List<I>, IntFunction<O>> predict) {
        super(Long.MAX_VALUE, Spliterator.ORDERED);
        this.inputs = inputs;
        this.predict = predict;
    }

    /**
     * A sequential stream of predictions, in the order of the inputs; closing it closes theirs.
     *
     * @param predict gives what is said about example k of some
     */
    public static <I, O> Stream<O> of(Stream<I> inputs, Function<List<I>, IntFunction<O>> predict) {
        return StreamSupport.stream(new LazyPredictions<>(inputs.sequential().iterator(), predict), false)
                .onClose(inputs::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super O> action) {
        if (at == size && !next()) {
            return false;
        }
        action.accept(batch.apply(at++));
        return true;
    }

    private boolean next() {
        before += size;
        List<I> examples = new ArrayList<>(Predictor.BATCH);
        while (examples.size() < Predictor.BATCH && inputs.hasNext()) {
            examples.add(inputs.next());
        }
        at = 0;
        size = examples.size();
        if (size > 0) {
            batch = predict(examples);
        }
        return size > 0;
    }

    private IntFunction<O> predict(List<I> examples) {
        try {
            return predict.apply(examples);
        } catch (DataException e) {
            for (int k = 0; k < examples.size(); k++) {
                try {
                    var unused = predict.apply(List.of(examples.get(k)));
                } catch (DataException alone) {
                    throw new DataException(
                            "example " + (before + k) + " of the stream: " + SourceColumns.withoutExample(alone),
                            alone);
                }
            }
            throw e;
        }
    }
}
