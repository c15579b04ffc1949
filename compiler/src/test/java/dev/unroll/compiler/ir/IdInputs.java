package dev.unroll.compiler.ir;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Which inputs of a program hold ids: those that a gather, scatter or cross entropy reads as ids, in a loop or not. */
public final class IdInputs {
    private final Map<Value, Integer> counts = new HashMap<>();
    private final Map<Value, Value> sources = new HashMap<>();

    private IdInputs() {}

    /** How many ids there are, by input. */
    public static Map<Value, Integer> of(Program program) {
        IdInputs ids = new IdInputs();
        program.blocks().forEach(ids::visit);
        Map<Value, Integer> result = new HashMap<>();
        ids.counts.forEach((value, count) -> {
            if (program.inputs().contains(value)) {
                result.put(value, count);
            }
        });
        return result;
    }

    /** Numbers for an input: ids if it holds some, else {@code otherwise}. */
    public static double[] numbers(Value input, Map<Value, Integer> ids, Random random, double[] otherwise) {
        Integer count = ids.get(input);
        if (count == null) {
            return otherwise;
        }
        return random.ints(otherwise.length, 0, count).asDoubleStream().toArray();
    }

    private void visit(Block block) {
        for (Instr instr : block.instrs()) {
            List<Value> operands = instr.operands();
            if (instr.op() instanceof TokenOp.Gather) {
                note(operands.get(1), operands.get(0).type().dims().get(0));
            } else if (instr.op() instanceof TokenOp.Scatter scatter) {
                note(operands.get(0), scatter.rows());
            } else if (instr.op() instanceof TokenOp.CrossEntropy) {
                note(operands.get(1), operands.get(0).type().width());
            } else if (instr.op() instanceof StepsOp.Reverse || instr.op() instanceof Op.Last) {
                sources.put(instr.result(), operands.get(0));
            } else if (instr.op() instanceof Op.Scan scan) {
                for (int i = 0; i < operands.size(); i++) {
                    sources.put(scan.body().parameters().get(i), operands.get(i));
                }
                visit(scan.body());
            }
        }
    }

    private void note(Value ids, int count) {
        Value value = ids;
        while (sources.containsKey(value)) {
            value = sources.get(value);
        }
        counts.merge(value, count, Math::min);
    }
}
