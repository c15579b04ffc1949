package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Parameter.Segment;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.ir.ValueIds;
import java.util.ArrayList;
import java.util.List;

/**
 * Several parameters, side by side in one.
 *
 * @param parts what is joined, in column order
 * @param parameter the joined one, with all their segments
 */
record JoinedParameter(List<Parameter> parts, Parameter parameter) {
    private static final String WEIGHTS = "_weights";

    /** Joins vectors, or matrices of equal row count; either all are frozen or none is. */
    static JoinedParameter of(List<Parameter> parts, ValueIds ids) {
        List<Segment> segments = new ArrayList<>();
        int offset = 0;
        for (Parameter part : parts) {
            for (Segment segment : part.segments()) {
                segments.add(shifted(segment, offset));
            }
            offset += part.value().type().width();
        }
        Type first = parts.get(0).value().type();
        Type type = first.dims().size() == 2 ? Type.matrix(first.dims().get(0), offset) : Type.vector(offset);
        Value value = ids.fresh(type.dims().size() == 2 ? name(parts) + WEIGHTS : name(parts), type);
        return new JoinedParameter(
                List.copyOf(parts), new Parameter(value, segments, parts.get(0).frozen()));
    }

    /** {@code parameters} with the joined one in the place of its first part, and without the others. */
    List<Parameter> replaceIn(List<Parameter> parameters) {
        List<Parameter> replaced = new ArrayList<>();
        for (Parameter each : parameters) {
            if (!parts.contains(each)) {
                replaced.add(each);
            } else if (parts.stream().noneMatch(part -> parameters.indexOf(part) < parameters.indexOf(each))) {
                replaced.add(parameter);
            }
        }
        return replaced;
    }

    private static Segment shifted(Segment segment, int offset) {
        return new Segment(
                segment.name(),
                segment.from() + offset,
                segment.to() + offset,
                segment.transposed(),
                segment.init(),
                segment.kind());
    }

    /** What the parts' names have in common: {@code lstm1_i_x, lstm1_f_x -> lstm1_x}; the first name if that is nothing. */
    private static String name(List<Parameter> parts) {
        List<List<String>> words = parts.stream()
                .map(part -> List.of(part.value().name().split("_")))
                .toList();
        int shortest = words.stream().mapToInt(List::size).min().orElse(0);
        int front = 0;
        while (front < shortest && sameAt(words, front, true)) {
            front++;
        }
        int back = 0;
        while (back < shortest - front && sameAt(words, back, false)) {
            back++;
        }
        List<String> first = words.get(0);
        List<String> common = new ArrayList<>(first.subList(0, front));
        common.addAll(first.subList(first.size() - back, first.size()));
        String name = String.join("_", common);
        return name.matches("[A-Za-z].*") ? name : parts.get(0).value().name();
    }

    /**
     * A name for what a product with this parameter gives: {@code lstm1_x_weights -> lstm1_in}, what goes
     * into the gates, and {@code gru1_h_weights -> gru1_in_h} where a product is not added to another.
     *
     * @param sum whether the product is the sum that goes into the gates
     */
    static String productName(Value weights, boolean sum) {
        String name = weights.name();
        String stem = name.endsWith(WEIGHTS) ? name.substring(0, name.length() - WEIGHTS.length()) : name;
        int cut = stem.lastIndexOf('_');
        if (cut < 0) {
            return stem + "_in";
        }
        String operand = stem.substring(cut + 1);
        return stem.substring(0, cut) + (sum || operand.equals("x") ? "_in" : "_in_" + operand);
    }

    private static boolean sameAt(List<List<String>> words, int index, boolean fromFront) {
        return words.stream()
                        .map(each -> each.get(fromFront ? index : each.size() - 1 - index))
                        .distinct()
                        .count()
                == 1;
    }
}
