package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.SpanOp;
import dev.unroll.compiler.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a reverse loop gets the values of the forward loop's body that it reads.
 *
 * <p>The policy, first rule that fits:
 *
 * <ol>
 *   <li>A row of a sequence operand is that sequence: nothing is stored.
 *   <li>A carried state before the step is the stacked state after it, shifted by one step: the state after the step is
 *       stored, if it is not anyway.
 *   <li>A value that is stacked already is that sequence.
 *   <li>A fixed value or a constant is computed again; what it is computed from is read in turn.
 *   <li>So is a value with several numbers for each span of an attended axis: to store it at every step would take as much as
 *       all else together.
 *   <li>A value that cheap operations (slices, concats, arithmetic; no exponential, no product of matrices, no sum) make
 *       from values that are there by the rules above is computed again.
 *   <li>Any other value is stored: it becomes one more stacked result of the forward loop.
 * </ol>
 *
 * <p>So the activations of gates are stored, never their arguments, and recomputing never makes something else stored.
 */
final class Residuals {
    private final Op.Scan scan;
    private final Map<Value, Instr> definitions = new HashMap<>();
    private final Set<Value> stackedAlready;
    private final Set<Value> required = new LinkedHashSet<>();
    private final Set<Value> kept = new LinkedHashSet<>();

    private Residuals(Op.Scan scan) {
        this.scan = scan;
        int from = scan.carried();
        this.stackedAlready = new HashSet<>(scan.body().results().subList(from, from + scan.stacked()));
        scan.body().instrs().forEach(instr -> instr.results().forEach(value -> definitions.put(value, instr)));
    }

    /**
     * Decides for one loop.
     *
     * @param read what the reverse body reads, in any order; values from outside the forward body are ignored
     */
    static Residuals choose(Op.Scan scan, Set<Value> read) {
        Residuals residuals = new Residuals(scan);
        read.forEach(residuals::require);
        residuals.keepStates();
        residuals.keepValues();
        return residuals;
    }

    /** Values of the forward body that have to be stacked in addition; in order of definition, states first. */
    List<Value> kept() {
        return List.copyOf(kept);
    }

    /** Parameters and stacked values of the forward body that the reverse body reads as rows, in order. */
    List<Value> rows() {
        Set<Value> rows = new LinkedHashSet<>();
        for (Value value : required) {
            addRows(value, rows);
        }
        return List.copyOf(rows);
    }

    /** Instructions of the forward body that the reverse body repeats, in order. */
    List<Instr> repeated() {
        Set<Value> wanted = new HashSet<>(required);
        Set<Instr> repeated = new HashSet<>();
        for (int i = scan.body().instrs().size() - 1; i >= 0; i--) {
            Instr instr = scan.body().instrs().get(i);
            if (instr.results().stream().anyMatch(value -> wanted.contains(value) && !isRow(value))) {
                repeated.add(instr);
                wanted.addAll(instr.operands());
            }
        }
        return scan.body().instrs().stream().filter(repeated::contains).toList();
    }

    private void addRows(Value value, Set<Value> rows) {
        if (isRow(value)) {
            rows.add(value);
        } else if (definitions.containsKey(value)) {
            definitions.get(value).operands().forEach(operand -> addRows(operand, rows));
        }
    }

    private boolean isRow(Value value) {
        return scan.body().parameters().contains(value) || stackedAlready.contains(value) || kept.contains(value);
    }

    private void require(Value value) {
        boolean inBody =
                definitions.containsKey(value) || scan.body().parameters().contains(value);
        if (!inBody || !required.add(value)) {
            return;
        }
        if (isAlwaysRepeated(value)) {
            required.remove(value);
            definitions.get(value).operands().forEach(this::require);
            required.add(value);
        }
    }

    private boolean isAlwaysRepeated(Value value) {
        Instr definition = definitions.get(value);
        return definition != null
                && (value.type().extent().isFixed() || isWide(value) || definition.op() instanceof Op.Constant);
    }

    /** A row of numbers for every span at every step: more than the step itself by the length of an example. */
    private static boolean isWide(Value value) {
        return value.type().extent().isAttended() && value.type().width() > 1;
    }

    private void keepStates() {
        for (int state = 0; state < scan.carried(); state++) {
            Value before = scan.body().parameters().get(scan.sequences() + state);
            Value after = scan.body().results().get(state);
            if (required.contains(before) && !isSequence(after) && !stackedAlready.contains(after)) {
                kept.add(after);
            }
        }
    }

    private void keepValues() {
        for (Instr instr : scan.body().instrs()) {
            for (Value value : instr.results()) {
                if (required.contains(value) && !isAlwaysRepeated(value) && !isThere(value)) {
                    kept.add(value);
                }
            }
        }
    }

    /** Whether the reverse body can have {@code value} at the price of what has been decided so far. */
    private boolean isThere(Value value) {
        if (stackedAlready.contains(value) || kept.contains(value) || isSequence(value)) {
            return true;
        }
        int state = scan.body().parameters().indexOf(value) - scan.sequences();
        if (state >= 0) {
            Value after = scan.body().results().get(state);
            return isSequence(after) || stackedAlready.contains(after) || kept.contains(after);
        }
        Instr definition = definitions.get(value);
        return definition == null
                || (isCheap(definition.op()) && definition.operands().stream().allMatch(this::isThere));
    }

    private boolean isSequence(Value value) {
        int index = scan.body().parameters().indexOf(value);
        return index >= 0 && index < scan.sequences();
    }

    private static boolean isCheap(Op op) {
        if (op instanceof Op.Pointwise pointwise) {
            return pointwise.scalar().steps().stream().map(Scalar.Step::fn).allMatch(Residuals::isArithmetic);
        }
        return op instanceof Op.Slice
                || op instanceof Op.Concat
                || op instanceof Op.Constant
                || op instanceof Op.Broadcast
                || op instanceof SpanOp.Alive;
    }

    private static boolean isArithmetic(Fn fn) {
        return switch (fn) {
            case ADD, SUB, MUL, DIV, MAX, MIN, NEG, ABS, SIGN, STEP, RELU, HARD_SIGMOID -> true;
            case EXP, LOG, SQRT, TANH, SIGMOID, ELU, GELU, SOFTPLUS, SOFTSIGN, ERF -> false;
        };
    }
}
