package dev.unroll.runtime.text;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Excerpt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The labels of a {@code labels} block; a label's index is its place in the list. Immutable. */
public final class LabelSet {
    /** Most labels listed in a message. */
    private static final int SHOWN = 20;

    private final String name;
    private final List<String> labels;
    private final Map<String, Integer> indices = new HashMap<>();

    /**
     * Labels in the order of their indices.
     *
     * @throws IllegalArgumentException when there is none, or one twice
     */
    public LabelSet(String name, List<String> labels) {
        this.name = name;
        this.labels = List.copyOf(labels);
        for (int i = 0; i < this.labels.size(); i++) {
            if (indices.put(this.labels.get(i), i) != null) {
                throw new IllegalArgumentException("labels " + name + ": " + Excerpt.of(labels.get(i)) + " twice");
            }
        }
        if (indices.isEmpty()) {
            throw new IllegalArgumentException("labels " + name + ": none");
        }
    }

    /** The block's name. */
    public String name() {
        return name;
    }

    /** The labels in the order of their indices. */
    public List<String> labels() {
        return labels;
    }

    /** How many. */
    public int size() {
        return labels.size();
    }

    /** The label at an index. */
    public String label(int index) {
        return labels.get(index);
    }

    /**
     * The index of a label.
     *
     * @throws DataException when there is no such label; names the known ones
     */
    public int index(String label) {
        Integer index = indices.get(label);
        if (index == null) {
            throw new DataException(Excerpt.of(label) + " is none of the labels " + name + ": "
                    + labels.stream().limit(SHOWN).collect(Collectors.joining(", "))
                    + (labels.size() > SHOWN ? " and " + (labels.size() - SHOWN) + " more" : ""));
        }
        return index;
    }

    /** What a model thinks of each label; one probability each. */
    public Distribution<String> distribution(float[] probabilities) {
        return Distribution.of(labels, probabilities);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelSet set && name.equals(set.name) && labels.equals(set.labels);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + labels.hashCode();
    }

    @Override
    public String toString() {
        return "labels " + name + ", " + labels.size();
    }
}
