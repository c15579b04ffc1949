package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Value;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The plain products of one block, bodies included, whose right operand is a parameter read nowhere else in it. */
final class ProductUses {
    private final Map<Value, Integer> reads;
    private final Map<Value, Instr> products = new LinkedHashMap<>();

    private ProductUses(Block block) {
        this.reads = Reads.count(block);
    }

    static ProductUses of(Block block, Collection<Value> parameters) {
        ProductUses uses = new ProductUses(block);
        uses.visit(block, Set.copyOf(parameters));
        return uses;
    }

    private void visit(Block block, Set<Value> parameters) {
        for (Instr instr : block.instrs()) {
            if (instr.op() instanceof Op.Scan scan) {
                visit(scan.body(), parameters);
            } else if (isPlainProduct(instr.op())) {
                Value right = instr.operands().get(1);
                if (parameters.contains(right) && reads(right) == 1) {
                    products.put(right, instr);
                }
            }
        }
    }

    static boolean isPlainProduct(Op op) {
        return op instanceof Op.MatMul product && !product.transposeA() && !product.transposeB();
    }

    /** Right operands, in order of appearance. */
    Set<Value> parameters() {
        return products.keySet();
    }

    /**
     * What {@code parameter} is multiplied with: equal for parameters that can be joined as far as this block goes. A
     * value identifies its block too, because a body's own values are read nowhere else; two loops that read the same
     * fixed value as left operand do not exist, since left operands have rows.
     */
    Object operandOf(Value parameter) {
        if (products.containsKey(parameter)) {
            return products.get(parameter).operands().get(0);
        }
        return reads(parameter) == 0 ? "not read" : List.of("read otherwise", parameter);
    }

    boolean has(Value parameter) {
        return products.containsKey(parameter);
    }

    Optional<Value> addendOf(Value parameter) {
        return Optional.ofNullable(products.get(parameter)).flatMap(ProductUses::addend);
    }

    static Optional<Value> addend(Instr product) {
        return product.operands().size() == 3 ? Optional.of(product.operands().get(2)) : Optional.empty();
    }

    int reads(Value value) {
        return reads.getOrDefault(value, 0);
    }
}
