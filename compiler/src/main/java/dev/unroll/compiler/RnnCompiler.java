package dev.unroll.compiler;

import dev.unroll.compiler.Compilation.Dump;
import dev.unroll.compiler.ast.AstPrinter;
import dev.unroll.compiler.autodiff.Differentiate;
import dev.unroll.compiler.emit.Emitter;
import dev.unroll.compiler.emit.SourceText;
import dev.unroll.compiler.emit.model.LabelsEmitter;
import dev.unroll.compiler.emit.model.ModelEmitter;
import dev.unroll.compiler.emit.model.TestEmitter;
import dev.unroll.compiler.ir.IrPrinter;
import dev.unroll.compiler.ir.IrVerifier;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.lower.Lower;
import dev.unroll.compiler.opt.PassRunner;
import dev.unroll.compiler.opt.Passes;
import dev.unroll.compiler.outline.Outline;
import dev.unroll.compiler.plan.ExecutionPlan;
import dev.unroll.compiler.plan.PlanPrinter;
import dev.unroll.compiler.plan.Planner;
import dev.unroll.compiler.source.Companions;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.types.LabelsSpec;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.TypedModel;
import dev.unroll.compiler.types.TypedModelPrinter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** The driver: every stage in order, each one's result the next one's input. */
public final class RnnCompiler {
    private final CompilerOptions options;
    private final List<GeneratedFile> sources = new ArrayList<>();
    private final List<GeneratedFile> testSources = new ArrayList<>();
    private final List<Outline> outlines = new ArrayList<>();
    private final List<Dump> dumps = new ArrayList<>();

    private RnnCompiler(CompilerOptions options) {
        this.options = options;
    }

    /** As {@link #compile(List, Companions, CompilerOptions)}, for texts that name no other files. */
    public static Compilation compile(List<Source> texts, CompilerOptions options) {
        return compile(texts, Companions.NONE, options);
    }

    /**
     * Compiles texts together. The same texts give the same bytes, whatever their order, locale or folder.
     *
     * @param companions other files that the texts name
     * @return diagnostics and, without errors, Java files
     * @throws dev.unroll.compiler.diagnostics.CompilerBug if the compiler contradicts itself
     */
    public static Compilation compile(List<Source> texts, Companions companions, CompilerOptions options) {
        List<Source> ordered =
                texts.stream().sorted(Comparator.comparing(Source::name)).toList();
        Front front = Front.of(ordered, companions);
        RnnCompiler compiler = new RnnCompiler(options);
        front.files()
                .forEach(file -> compiler.dump(Stage.AST, file.span().source().name(), () -> AstPrinter.print(file)));
        if (!front.diagnostics().hasErrors()) {
            front.models().forEach(compiler::generate);
        }
        compiler.dumps.sort(Comparator.comparing(Dump::stage));
        return new Compilation(
                front.diagnostics().sorted(),
                compiler.sources,
                compiler.testSources,
                compiler.outlines,
                compiler.dumps);
    }

    /** Lowers a model and verifies the result. */
    public static Program lower(TypedModel model) {
        return IrVerifier.check(Lower.lower(model), "lowering");
    }

    /** Optimises a lowered program, adds its gradient and optimises both together. */
    public static Program differentiate(Program lowered) {
        Program forward = PassRunner.run(lowered, Passes.beforeGradient());
        Program both = IrVerifier.check(Differentiate.withProbes(forward), "differentiation");
        return PassRunner.run(both, Passes.afterGradient());
    }

    private void generate(TypedModel model) {
        String name = model.spec().name();
        dump(Stage.TYPES, name, () -> TypedModelPrinter.print(model));
        Program lowered = lower(model);
        dump(Stage.IR, name, () -> IrPrinter.print(lowered));
        Program program = differentiate(lowered);
        dump(Stage.GRAD, name, () -> IrPrinter.print(program));
        ExecutionPlan plan = Planner.plan(program);
        dump(Stage.PLAN, name, () -> PlanPrinter.print(plan));
        Outline outline = Outline.of(model, lowered, plan);
        emit(outline, plan);
    }

    /** The model's classes; one made around a cell is of use to its test only. */
    private void emit(Outline outline, ExecutionPlan plan) {
        ModelSpec model = outline.model();
        if (!model.synthetic()) {
            outlines.add(outline);
        }
        List<GeneratedFile> files = model.synthetic() ? testSources : sources;
        files.add(SourceText.of(ModelEmitter.emit(outline)));
        model.labels().stream()
                .filter(LabelsSpec::javaNames)
                .map(labels -> SourceText.of(LabelsEmitter.emit(labels)))
                .filter(file -> !files.contains(file))
                .forEach(files::add);
        files.addAll(Emitter.emit(model, plan));
        model.tests().forEach(test -> testSources.add(SourceText.of(TestEmitter.emit(model, test))));
    }

    private void dump(Stage stage, String name, Supplier<String> text) {
        if (options.dumps().contains(stage)) {
            dumps.add(new Dump(stage, name, text.get()));
        }
    }
}
