package dev.unroll.runtime.io;

import dev.unroll.runtime.train.Unfinished;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** An interrupted training in a model file: metadata and tensors whose names begin with {@value #PREFIX}. */
final class UnfinishedText {
    private static final String PREFIX = "training/";
    private static final String BEST = PREFIX + "best/";
    private static final String NUMBERS = PREFIX + "numbers/";

    private UnfinishedText() {}

    static void addEntries(Unfinished training, Map<String, String> metadata) {
        new TreeMap<>(training.entries()).forEach((name, text) -> metadata.put(PREFIX + name, text));
    }

    static void addTensors(Unfinished training, List<ParameterLayout> layouts, Tensor.Type type, List<Tensor> tensors) {
        training.best()
                .ifPresent(flat -> layouts.forEach(layout ->
                        tensors.add(Tensor.of(BEST + layout.name(), type, layout.shape(), layout.gather(flat)))));
        new TreeMap<>(training.numbers())
                .forEach((name, numbers) -> tensors.add(
                        Tensor.of(NUMBERS + name, Tensor.Type.F64, List.of((long) numbers.length), numbers)));
    }

    /**
     * Takes an interrupted training out of a file's content.
     *
     * @param tensors those that are taken are removed
     * @param flat reads the weights under a prefix
     */
    static Optional<Unfinished> read(
            Map<String, String> metadata, Map<String, Tensor> tensors, Function<String, double[]> flat) {
        Map<String, String> entries = new HashMap<>();
        metadata.forEach((name, text) -> {
            if (name.startsWith(PREFIX)) {
                entries.put(name.substring(PREFIX.length()), text);
            }
        });
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        boolean hasBest = tensors.keySet().stream().anyMatch(name -> name.startsWith(BEST));
        Optional<double[]> best = hasBest ? Optional.of(flat.apply(BEST)) : Optional.empty();
        Map<String, double[]> numbers = new HashMap<>();
        for (String name : List.copyOf(tensors.keySet())) {
            if (name.startsWith(NUMBERS)) {
                numbers.put(
                        name.substring(NUMBERS.length()), tensors.remove(name).numbers());
            }
        }
        return Optional.of(new Unfinished(entries, numbers, best));
    }
}
