package dev.unroll.compiler.types;

import dev.unroll.compiler.ast.Expr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names for the weights that {@code linear} and {@code layer_norm} make: the equation, then the operand. {@code r =
 * sigmoid(linear(x, prev(h)))} has {@code r.x}, {@code r.h} and {@code r.bias}; where an equation has several calls of
 * linear, each names its bias after its operands: {@code r.x.bias}, {@code r.h.bias}. A name that is taken gets a number.
 */
final class WeightNames {
    private final String label;
    private final Set<String> taken = new HashSet<>();
    private String equation = "";
    private boolean severalLinear;
    private boolean severalNorms;

    WeightNames(String label) {
        this.label = label;
    }

    /** Begins an equation. */
    void equation(String name, Expr value) {
        equation = name;
        severalLinear = calls(value, "linear") > 1;
        severalNorms = calls(value, "layer_norm") > 1;
    }

    /** A weight the user named. */
    String own(String name) {
        return free(label + "." + name);
    }

    /** The initial value of a state. */
    String initial(String state) {
        return free(label + "." + state + ".initial");
    }

    /** The weight of one operand of linear. */
    String operand(Expr operand) {
        return free(label + "." + equation + "." + word(operand));
    }

    /** The bias of one call of linear. */
    String bias(List<Expr> operands) {
        String base = label + "." + equation + ".";
        return free(base + (severalLinear ? joined(operands) + "." : "") + "bias");
    }

    /** {@code gain} or {@code shift} of one layer_norm. */
    String norm(Expr operand, String part) {
        return free(label + "." + equation + "." + (severalNorms ? joined(reads(operand)) + "." : "") + part);
    }

    private String free(String name) {
        String candidate = name;
        for (int i = 2; !taken.add(candidate); i++) {
            candidate = name + i;
        }
        return candidate;
    }

    private static String joined(List<Expr> operands) {
        List<String> words = operands.stream().map(WeightNames::word).distinct().toList();
        return words.isEmpty() ? "value" : String.join("_", words);
    }

    /** The last value read in an operand: {@code x}, {@code h} of {@code prev(h)}, {@code h} of {@code r * prev(h)}. */
    private static String word(Expr operand) {
        List<Expr> reads = reads(operand);
        if (reads.isEmpty()) {
            return "value";
        }
        String text = ((Expr.Ref) reads.get(reads.size() - 1)).name().toString();
        return text.replace('.', '_');
    }

    /** The names read in an expression, options of calls left out. */
    private static List<Expr> reads(Expr expr) {
        List<Expr> reads = new ArrayList<>();
        collect(expr, reads);
        return reads;
    }

    private static void collect(Expr expr, List<Expr> reads) {
        if (expr instanceof Expr.Ref) {
            reads.add(expr);
        } else if (expr instanceof Expr.Negate negate) {
            collect(negate.operand(), reads);
        } else if (expr instanceof Expr.Binary binary) {
            collect(binary.left(), reads);
            collect(binary.right(), reads);
        } else if (expr instanceof Expr.Call call) {
            call.arguments().stream().filter(a -> a.name().isEmpty()).forEach(a -> collect(a.value(), reads));
        }
    }

    private static int calls(Expr expr, String function) {
        if (expr instanceof Expr.Negate negate) {
            return calls(negate.operand(), function);
        }
        if (expr instanceof Expr.Binary binary) {
            return calls(binary.left(), function) + calls(binary.right(), function);
        }
        if (expr instanceof Expr.Call call) {
            int inside = call.arguments().stream()
                    .mapToInt(argument -> calls(argument.value(), function))
                    .sum();
            return inside + (call.name().toString().equals(function) ? 1 : 0);
        }
        return 0;
    }
}
