package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.ir.ValueIds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Products of one value with several parameters become one product with the parameters side by side.
 *
 * <pre>
 *   a = matmul(x, A, p); b = matmul(x, B, q)   ->   ab = matmul(x, AB, addend); a = slice(ab, 0..m); b = slice(ab, m..n)
 * </pre>
 *
 * where the addend is
 *
 * <ul>
 *   <li>absent if p and q are,
 *   <li>the parameters p and q side by side, if they are vectors read nowhere else,
 *   <li>z, if p and q are slices that cover z in this order (z being the joined product of another operand),
 *   <li>otherwise absent, and p and q are added to the slices.
 * </ul>
 *
 * A, B must be parameters read at most once in {@code forward}, in {@code predict} and in each phase, in
 * products of one operand in each, and all trained or all frozen: parameters are shared by the blocks, so all are rewritten alike.
 */
final class JoinProducts {
    private JoinProducts() {}

    static Program run(Program program) {
        Set<Value> joinedAlready = new HashSet<>();
        Program current = program;
        Optional<List<Value>> group = nextGroup(current, joinedAlready);
        while (group.isPresent()) {
            current = join(current, group.get(), joinedAlready);
            group = nextGroup(current, joinedAlready);
        }
        return current;
    }

    /** The uses in {@code forward}, then in what predicts. */
    private static List<ProductUses> uses(Program program) {
        List<ProductUses> uses = new ArrayList<>();
        uses.add(ProductUses.of(program.forward(), program.parameterValues()));
        program.predictions().forEach(block -> uses.add(ProductUses.of(block, program.parameterValues())));
        return uses;
    }

    /** Parameters to join, in the order their products appear in {@code forward}. */
    private static Optional<List<Value>> nextGroup(Program program, Set<Value> joinedAlready) {
        List<ProductUses> uses = uses(program);
        Set<Value> ordered = new LinkedHashSet<>();
        uses.forEach(block -> ordered.addAll(block.parameters()));
        Map<List<Object>, List<Value>> groups = new LinkedHashMap<>();
        for (Value parameter : ordered) {
            if (!joinedAlready.contains(parameter)) {
                List<Object> key = new ArrayList<>();
                uses.forEach(block -> key.add(block.operandOf(parameter)));
                key.add(program.trainedValues().contains(parameter));
                groups.computeIfAbsent(key, k -> new ArrayList<>()).add(parameter);
            }
        }
        return groups.values().stream().filter(group -> group.size() > 1).findFirst();
    }

    private static Program join(Program program, List<Value> weights, Set<Value> joinedAlready) {
        ValueIds ids = ValueIds.after(program);
        JoinedParameter weight = JoinedParameter.of(parameters(program, weights), ids);
        joinedAlready.add(weight.parameter().value());
        List<Parameter> parameters = weight.replaceIn(program.parameters());
        Value bias = null;
        Optional<List<Value>> biases = biases(program, weights);
        if (biases.isPresent()) {
            JoinedParameter joined = JoinedParameter.of(parameters(program, biases.get()), ids);
            parameters = joined.replaceIn(parameters);
            bias = joined.parameter().value();
        }
        ProductJoiner joiner = new ProductJoiner(weights, weight.parameter().value(), bias, ids);
        return program.withParameters(parameters)
                .mapPredictions(joiner::run)
                .withForward(joiner.run(program.forward()));
    }

    private static List<Parameter> parameters(Program program, List<Value> values) {
        return values.stream()
                .map(value -> program.parameters().stream()
                        .filter(p -> p.value().equals(value))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /** The addends of the products with {@code weights}, if they can be joined too. */
    private static Optional<List<Value>> biases(Program program, List<Value> weights) {
        List<ProductUses> uses = uses(program);
        List<Value> biases = new ArrayList<>();
        Set<Value> trained = new HashSet<>(program.trainedValues());
        for (Value weight : weights) {
            List<Optional<Value>> addends = uses.stream()
                    .filter(block -> block.has(weight))
                    .map(block -> block.addendOf(weight))
                    .distinct()
                    .toList();
            Optional<Value> bias = addends.size() == 1 ? addends.get(0) : Optional.empty();
            boolean ownVector = bias.isPresent()
                    && program.parameterValues().contains(bias.get())
                    && bias.get().type().dims().size() == 1
                    && !biases.contains(bias.get())
                    && uses.stream().allMatch(block -> block.reads(bias.get()) == (block.has(weight) ? 1 : 0));
            boolean mixed = !biases.isEmpty() && trained.contains(biases.get(0)) != trained.contains(bias.orElse(null));
            if (!ownVector || mixed) {
                return Optional.empty();
            }
            biases.add(bias.get());
        }
        return Optional.of(biases);
    }
}
