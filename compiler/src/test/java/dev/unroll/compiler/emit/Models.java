package dev.unroll.compiler.emit;

import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.autodiff.Differentiate;
import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Program;
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
        inputs.add(port(input));
      }
    }
    program.predict().results().forEach(output -> outputs.add(port(output)));
    return new ModelSpec(
        PACKAGE,
        name,
        "",
        List.of(),
        inputs,
        outputs,
        Optional.empty(),
        List.of(),
        new SourceDigest("models/" + name + ".rnn", 1, "0".repeat(64)),
        false);
  }

  private static Port port(Value value) {
    Extent extent = value.type().extent();
    boolean sequence = extent.kind() == Extent.Kind.TOKENS;
    ValueType type = sequence
        ? ValueType.sequence(extent.axis(), value.type().width())
        : ValueType.vector(value.type().width());
    return new Port(value.name(), value.name(), type, sequence ? AxisLength.FREE : AxisLength.NONE, Optional.empty(), "");
  }

  /** The program with its gradient, optimised. */
  static Program differentiate(Program lowered) {
    Program forward = PassRunner.run(lowered, Passes.beforeGradient());
    return PassRunner.run(Differentiate.run(forward), Passes.afterGradient());
  }

  /** Differentiates, optimises, plans and emits a lowered program. */
  static List<GeneratedFile> emit(String name, Program lowered) {
    Program program = differentiate(lowered);
    return Emitter.emit(spec(name, program), Planner.plan(program));
  }
}
