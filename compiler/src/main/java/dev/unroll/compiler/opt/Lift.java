package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Repeats instructions of a loop's body outside of it, for all steps at once: {@code step(a)[F]} becomes {@code tokens(a)[F]}. */
final class Lift {
    private final IrBuilder outside;
    private final Map<Value, Value> lifted = new HashMap<>();
    private final Map<Value, Instr> definitions = new HashMap<>();

    /**
     * For one loop.
     *
     * @param outside where the instructions go
     */
    Lift(Block body, IrBuilder outside) {
        this.outside = outside;
        body.instrs().forEach(instr -> instr.results().forEach(value -> definitions.put(value, instr)));
    }

    /** {@code value} of the body is {@code sequence} outside. */
    void know(Value value, Value sequence) {
        lifted.put(value, sequence);
    }

    boolean knows(Value value) {
        return lifted.containsKey(value);
    }

    /** {@code value} outside of the loop; written if it is not known. Values from outside are themselves. */
    Value lift(Value value) {
        if (lifted.containsKey(value)) {
            return lifted.get(value);
        }
        Instr definition = definitions.get(value);
        if (definition == null) {
            return value;
        }
        List<Value> operands = definition.operands().stream().map(this::lift).toList();
        List<Type> types = definition.results().stream()
                .map(result -> atAllSteps(result.type()))
                .toList();
        List<String> names = definition.results().stream().map(Value::name).toList();
        outside.origin(definition.origin());
        List<Value> results = outside.append(names, definition.op(), operands, types);
        for (int i = 0; i < results.size(); i++) {
            lifted.put(definition.results().get(i), results.get(i));
        }
        return lifted.get(value);
    }

    private Type atAllSteps(Type type) {
        return type.extent().isFixed() ? type : type.withExtent(type.extent().stacked());
    }
}
