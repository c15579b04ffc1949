package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.TokenOp;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.ir.ValueIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The totals of one loop that can be computed after it, see {@link MoveWeightGradients}. */
final class TotalsOutside {
    private final Instr original;
    private final Op.Scan scan;
    private final ValueIds ids;
    private final Map<Value, Instr> definitions = new HashMap<>();
    private final Map<Value, Integer> reads;
    private final Map<Value, Value> moved = new LinkedHashMap<>();
    private final Map<Value, Value> stacked = new LinkedHashMap<>();
    private final Map<Value, Value> added = new LinkedHashMap<>();

    /** Decides which totals of {@code original} move. */
    TotalsOutside(Instr original, Op.Scan scan, ValueIds ids) {
        this.original = original;
        this.scan = scan;
        this.ids = ids;
        scan.body().instrs().forEach(instr -> instr.results().forEach(value -> definitions.put(value, instr)));
        for (int i = 0; i < original.results().size(); i++) {
            Value inBody = scan.body().results().get(i);
            if (i >= stackedEnd()) {
                if (isSumOverRows(inBody)) {
                    moved.put(original.results().get(i), inBody);
                }
            } else if (i >= scan.carried()) {
                stacked.putIfAbsent(inBody, original.results().get(i));
            }
        }
        this.reads = Reads.count(withoutMoved());
        moved.values().forEach(this::stackWhatItReads);
    }

    boolean isEmpty() {
        return moved.isEmpty();
    }

    /** The loop's totals that move. */
    List<Value> moved() {
        return List.copyOf(moved.keySet());
    }

    /** The loop without the moved totals, stacking what these need. */
    Instr loop() {
        List<Value> results = new ArrayList<>(original.results().subList(0, stackedEnd()));
        List<Value> inBody = new ArrayList<>(scan.body().results().subList(0, stackedEnd()));
        inBody.addAll(added.keySet());
        results.addAll(added.values());
        for (int i = stackedEnd(); i < original.results().size(); i++) {
            if (!moved.containsKey(original.results().get(i))) {
                results.add(original.results().get(i));
                inBody.add(scan.body().results().get(i));
            }
        }
        Op.Scan loop = new Op.Scan(
                scan.axis(),
                scan.reverse(),
                scan.sequences(),
                scan.carried(),
                scan.stacked() + added.size(),
                scan.totals() - moved.size(),
                new Block(scan.body().parameters(), scan.body().instrs(), inBody));
        return new Instr(results, loop, original.operands(), original.origin());
    }

    /** Writes {@code total} over all rows. */
    Value write(Value total, IrBuilder code) {
        Lift lift = new Lift(scan.body(), code);
        List<Value> parameters = scan.body().parameters();
        for (int i = 0; i < scan.sequences(); i++) {
            lift.know(parameters.get(i), original.operands().get(i));
        }
        stacked.forEach(lift::know);
        for (int state = 0; state < scan.carried(); state++) {
            Value before = parameters.get(scan.sequences() + state);
            Value after = scan.body().results().get(state);
            if (!lift.knows(before) && lift.knows(after) && isNeeded(moved.get(total), before)) {
                Value initial = original.operands().get(scan.sequences() + state);
                lift.know(before, code.shift(before.name() + "_before", lift.lift(after), initial, scan.reverse()));
            }
        }
        return lift.lift(moved.get(total));
    }

    /** Whether {@code value}, at each step, is a sum over rows that commutes with the sum over steps. */
    private boolean isSumOverRows(Value value) {
        Instr definition = definitions.get(value);
        if (definition == null || isOverSpans(value, definition)) {
            return false;
        }
        Op op = definition.op();
        if (op instanceof Op.SumRows || (op instanceof Op.MatMul product && product.transposeA())) {
            return definition.operands().stream()
                    .skip(op instanceof Op.MatMul ? 2 : 1)
                    .allMatch(this::isSumOverRows);
        }
        if (op instanceof TokenOp.Scatter) {
            return true;
        }
        if (op instanceof Op.Constant constant) {
            return constant.value() == 0;
        }
        if (op instanceof Op.Pointwise pointwise) {
            List<Linearity> arguments =
                    definition.operands().stream().map(this::linearity).toList();
            return value.type().extent().isFixed() && Linearity.isLinear(pointwise.scalar(), arguments);
        }
        boolean linear = op instanceof Op.Concat
                || op instanceof Op.Slice
                || op instanceof Op.SumFeatures
                || op instanceof Op.Broadcast;
        return linear
                && value.type().extent().isFixed()
                && definition.operands().stream().allMatch(this::isSumOverRows);
    }

    /** What is summed over spans stays inside: all steps' spans at once would take too much memory. */
    private static boolean isOverSpans(Value value, Instr definition) {
        return value.type().extent().isAttended()
                || definition.operands().stream()
                        .anyMatch(operand -> operand.type().extent().isAttended());
    }

    private Linearity linearity(Value operand) {
        if (!isOfBody(operand)) {
            return Linearity.INVARIANT;
        }
        return isSumOverRows(operand) ? Linearity.LINEAR : Linearity.OTHER;
    }

    /** Visits the rows that {@code value} is computed from and stacks those that are not there at all steps. */
    private void stackWhatItReads(Value value) {
        if (value.type().extent().isFixed()) {
            if (definitions.containsKey(value)) {
                definitions.get(value).operands().forEach(this::stackWhatItReads);
            }
        } else if (!isThere(value)) {
            Value row = isState(value) && !isState(afterOf(value)) ? afterOf(value) : value;
            if (!isThere(row)) {
                Value sequence = ids.fresh(
                        row.name(), row.type().withExtent(row.type().extent().stacked()));
                stacked.put(row, sequence);
                added.put(row, sequence);
            }
        }
    }

    /** Whether {@code value} is known for all steps, or cheap to compute for all steps and not needed inside. */
    private boolean isThere(Value value) {
        if (stacked.containsKey(value) || !isOfBody(value)) {
            return true;
        }
        if (isState(value)) {
            return stacked.containsKey(afterOf(value)) || isSequence(afterOf(value));
        }
        Instr definition = definitions.get(value);
        return definition == null
                || (isCheap(definition.op(), value)
                        && definition.operands().stream().allMatch(this::isThere));
    }

    private boolean isCheap(Op op, Value value) {
        boolean unread = reads.getOrDefault(value, 0) == 0;
        return op instanceof Op.Slice
                || op instanceof Op.Constant
                || op instanceof Op.Broadcast
                || (unread && (op instanceof Op.Pointwise || op instanceof Op.Concat));
    }

    private Block withoutMoved() {
        List<Value> kept = new ArrayList<>(scan.body().results().subList(0, stackedEnd()));
        for (int i = stackedEnd(); i < original.results().size(); i++) {
            if (!moved.containsKey(original.results().get(i))) {
                kept.add(scan.body().results().get(i));
            }
        }
        return DeadCode.withResults(scan.body(), kept);
    }

    private boolean isNeeded(Value value, Value wanted) {
        if (value.equals(wanted)) {
            return true;
        }
        return definitions.containsKey(value)
                && !stacked.containsKey(value)
                && definitions.get(value).operands().stream().anyMatch(operand -> isNeeded(operand, wanted));
    }

    private boolean isOfBody(Value value) {
        return definitions.containsKey(value) || scan.body().parameters().contains(value);
    }

    private boolean isSequence(Value value) {
        int index = scan.body().parameters().indexOf(value);
        return index >= 0 && index < scan.sequences();
    }

    private boolean isState(Value value) {
        return scan.body().parameters().indexOf(value) >= scan.sequences();
    }

    private Value afterOf(Value state) {
        return scan.body().results().get(scan.body().parameters().indexOf(state) - scan.sequences());
    }

    private int stackedEnd() {
        return scan.carried() + scan.stacked();
    }
}
