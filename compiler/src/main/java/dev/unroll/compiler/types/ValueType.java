package dev.unroll.compiler.types;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Type of a value as the user sees it: what its elements are, the sequence axes it has and its feature sizes. The batch
 * axis is never written.
 *
 * @param element what one element is
 * @param of name of the vocabulary of tokens or of the labels; empty for every other element
 * @param axes named sequence axes, outermost first; none for a vector per example
 * @param sizes feature sizes; none for a single number
 */
public record ValueType(Element element, String of, List<String> axes, List<Integer> sizes) {
    /** What one element of a value is. */
    public enum Element {
        FLOAT,
        INT,
        /** The id of a token of a vocabulary; has no feature size. */
        TOKEN,
        /** The id of one of a set of labels; has no feature size. */
        LABEL,
        /** A number from 0 to 1 that something holds; has no feature size. */
        PROBABILITY
    }

    public ValueType {
        axes = List.copyOf(axes);
        sizes = List.copyOf(sizes);
        boolean named = element == Element.TOKEN || element == Element.LABEL;
        if (named == of.isEmpty()) {
            throw new IllegalArgumentException(element + " of \"" + of + "\"");
        }
        if ((named || element == Element.PROBABILITY) && !sizes.isEmpty()) {
            throw new IllegalArgumentException(element + " with sizes " + sizes);
        }
    }

    /** A type of plain numbers. */
    public ValueType(Element element, List<String> axes, List<Integer> sizes) {
        this(element, "", axes, sizes);
    }

    /** A single number known per example or step, {@code float}. */
    public static final ValueType SCALAR = new ValueType(Element.FLOAT, List.of(), List.of());

    /** One row of {@code size} numbers per example, {@code float[size]}. */
    public static ValueType vector(int size) {
        return new ValueType(Element.FLOAT, List.of(), List.of(size));
    }

    /** One row of {@code size} numbers per step of {@code axis}, {@code float[axis, size]}. */
    public static ValueType sequence(String axis, int size) {
        return new ValueType(Element.FLOAT, List.of(axis), List.of(size));
    }

    /** A weight matrix in the user's order, {@code float[rows, cols]}. */
    public static ValueType matrix(int rows, int cols) {
        return new ValueType(Element.FLOAT, List.of(), List.of(rows, cols));
    }

    /** Ids of a vocabulary's tokens or of labels: whole numbers that mean something only by their name. */
    public boolean isIds() {
        return element == Element.TOKEN || element == Element.LABEL;
    }

    public boolean isProbability() {
        return element == Element.PROBABILITY;
    }

    public boolean isSequence() {
        return !axes.isEmpty();
    }

    public boolean isScalar() {
        return axes.isEmpty() && sizes.isEmpty();
    }

    /** Size of one row: the last feature size, or 1 where there is none. */
    public int width() {
        return sizes.isEmpty() ? 1 : sizes.get(sizes.size() - 1);
    }

    /** The same axes with one feature size, {@code width}. */
    public ValueType withWidth(int width) {
        return new ValueType(Element.FLOAT, axes, List.of(width));
    }

    /** The same features without sequence axes. */
    public ValueType withoutAxes() {
        return new ValueType(element, of, List.of(), sizes);
    }

    /** For example {@code float[time, 4]}, {@code float[50]}, {@code float}, {@code token<Words>[time]}, {@code probability}. */
    @Override
    public String toString() {
        String name = element.name().toLowerCase(Locale.ROOT) + (of.isEmpty() ? "" : "<" + of + ">");
        if (axes.isEmpty() && sizes.isEmpty()) {
            return name;
        }
        List<String> parts = new ArrayList<>(axes);
        sizes.forEach(size -> parts.add(Integer.toString(size)));
        return name + "[" + String.join(", ", parts) + "]";
    }
}
