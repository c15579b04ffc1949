package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.ir.ValueIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rewrites the products of one group in one block, see {@link JoinProducts}. */
final class ProductJoiner {
    private final List<Value> weights;
    private final Value joinedWeight;
    private final Value joinedBias;
    private final ValueIds ids;

    /**
     * For one group.
     *
     * @param weights in the order of their columns in {@code joinedWeight}
     * @param joinedBias null if the addends are not joined parameters
     */
    ProductJoiner(List<Value> weights, Value joinedWeight, Value joinedBias, ValueIds ids) {
        this.weights = weights;
        this.joinedWeight = joinedWeight;
        this.joinedBias = joinedBias;
        this.ids = ids;
    }

    Block run(Block block) {
        IrBuilder code = new IrBuilder(ids);
        Map<Value, Instr> products = new HashMap<>();
        Map<Value, Instr> definitions = new HashMap<>();
        for (Instr instr : block.instrs()) {
            instr.results().forEach(value -> definitions.put(value, instr));
            if (isInGroup(instr)) {
                products.put(instr.operands().get(1), instr);
            }
        }
        Value joined = null;
        Optional<Value> covered = products.isEmpty() ? Optional.empty() : coveredBySlices(products, definitions);
        for (Instr instr : block.instrs()) {
            code.origin(instr.origin());
            if (instr.op() instanceof Op.Scan scan) {
                Op inside = scan.withBody(run(scan.body()));
                code.append(new Instr(instr.results(), inside, instr.operands(), instr.origin()));
            } else if (isInGroup(instr)) {
                if (joined == null) {
                    joined = product(instr.operands().get(0), covered, code);
                }
                slice(instr, joined, covered.isPresent() || joinedBias != null, code);
            } else {
                code.append(instr);
            }
        }
        return new Block(block.parameters(), code.instrs(), block.results());
    }

    private boolean isInGroup(Instr instr) {
        return ProductUses.isPlainProduct(instr.op())
                && weights.contains(instr.operands().get(1));
    }

    private Value product(Value left, Optional<Value> covered, IrBuilder code) {
        String name = JoinedParameter.productName(joinedWeight, covered.isPresent());
        if (joinedBias != null) {
            return code.matMul(name, left, joinedWeight, joinedBias);
        }
        return covered.isPresent()
                ? code.matMul(name, left, joinedWeight, covered.get())
                : code.matMul(name, left, joinedWeight);
    }

    /** What {@code instr} computed, out of the joined product; its addend is added here unless that happened already. */
    private void slice(Instr instr, Value joined, boolean addendInside, IrBuilder code) {
        int from = offset(instr.operands().get(1));
        Op slice = new Op.Slice(from, from + instr.result().type().width());
        Optional<Value> addend = addendInside ? Optional.empty() : ProductUses.addend(instr);
        if (addend.isEmpty()) {
            code.append(new Instr(instr.results(), slice, List.of(joined), instr.origin()));
        } else {
            Value product = code.append(List.of(instr.result().name()), slice, List.of(joined))
                    .get(0);
            Op add = new Op.Pointwise(Scalar.of(instr.result().name(), Fn.ADD, new Arg(0), new Arg(1)));
            code.append(new Instr(instr.results(), add, List.of(product, addend.get()), instr.origin()));
        }
    }

    private int offset(Value weight) {
        return weights.subList(0, weights.indexOf(weight)).stream()
                .mapToInt(each -> each.type().width())
                .sum();
    }

    /** The value whose slices the addends are, if they cover it in order. */
    private Optional<Value> coveredBySlices(Map<Value, Instr> products, Map<Value, Instr> definitions) {
        List<Value> sources = new ArrayList<>();
        for (Value weight : weights) {
            Optional<Instr> addend = ProductUses.addend(products.get(weight)).map(definitions::get);
            int from = offset(weight);
            Op expected = new Op.Slice(from, from + weight.type().width());
            if (addend.isEmpty() || !addend.get().op().equals(expected)) {
                return Optional.empty();
            }
            sources.add(addend.get().operands().get(0));
        }
        boolean one = sources.stream().distinct().count() == 1;
        return one && sources.get(0).type().width() == joinedWeight.type().width()
                ? Optional.of(sources.get(0))
                : Optional.empty();
    }
}
