package dev.unroll.compiler.emit;

import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.autodiff.Differentiate;
import dev.unroll.compiler.ir.Block;
import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.opt.PassRunner;
import dev.unroll.compiler.opt.Passes;
import dev.unroll.compiler.plan.Planner;
import dev.unroll.compiler.types.AxisLength;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Port;
import dev.unroll.compiler.types.SourceDigest;
import dev.unroll.compiler.types.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Models around programs that were not compiled from text. */
final class Models {
    static final String PACKAGE = "dev.unroll.generated";

    private Models() {}

    /** What a class for {@code program} would show: its inputs and outputs under their names in the IR. */
    static ModelSpec spec(String name, Program program) {
        List<Port> inputs = new ArrayList<>();
        List<Port> outputs = new ArrayList<>();
        for (Value input : program.inputs()) {
            if (!input.name().startsWith("target_")) {
                inputs.add(port(input.name(), input.type()));
            }
        }
        List<Value> results = program.predict().results();
        for (int i = 0; i < results.size(); i++) {
            String numbered = "out" + i;
            boolean random =
                    program.inputs().stream().anyMatch(input -> input.name().equals("target_" + numbered));
            outputs.add(port(
                    random ? numbered : results.get(i).name(), results.get(i).type()));
        }
        return new ModelSpec(
                PACKAGE,
                name,
                "",
                List.of(),
                inputs,
                outputs,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                new SourceDigest("models/" + name + ".rnn", 1, "0".repeat(64)),
                false);
    }

    private static Port port(String name, Type type) {
        Extent extent = type.extent();
        boolean sequence = extent.kind() == Extent.Kind.TOKENS;
        ValueType shown = sequence ? ValueType.sequence(extent.axis(), type.width()) : ValueType.vector(type.width());
        return new Port(name, name, shown, sequence ? AxisLength.FREE : AxisLength.NONE, Optional.empty(), "");
    }

    /** The program with its gradient, optimised; its masks hold numbers a float can, as the runtime's do. */
    static Program differentiate(Program lowered) {
        Program forward = PassRunner.run(lowered.withForward(floatMasks(lowered.forward())), Passes.beforeGradient());
        return PassRunner.run(Differentiate.run(forward), Passes.afterGradient());
    }

    private static Block floatMasks(Block block) {
        List<Instr> instrs = new ArrayList<>();
        for (Instr instr : block.instrs()) {
            instrs.add(
                    instr.op() instanceof Op.Mask mask
                            ? new Instr(
                                    instr.results(),
                                    new Op.Mask((float) mask.rate(), (float) mask.value(), mask.stream()),
                                    instr.operands(),
                                    instr.origin())
                            : instr);
        }
        return new Block(block.parameters(), instrs, block.results());
    }

    /** Plans and emits a program that has its gradient. */
    static List<GeneratedFile> emitDifferentiated(String name, Program program) {
        return Emitter.emit(spec(name, program), Planner.plan(program));
    }

    /** Differentiates, optimises, plans and emits a lowered program. */
    static List<GeneratedFile> emit(String name, Program lowered) {
        return emitDifferentiated(name, differentiate(lowered));
    }
}
