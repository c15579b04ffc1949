package dev.unroll.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.unroll.compiler.ir.Parameter;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.plan.Buffer;
import dev.unroll.compiler.plan.Buffer.Storage;
import dev.unroll.compiler.plan.ExecutionPlan;
import dev.unroll.compiler.types.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Emits a model's program: its weights, its two runs, and the methods that call the planned steps. */
final class ProgramEmitter {
    private static final String PARAMETERS = "parameters";

    private final ModelSpec model;
    private final ExecutionPlan plan;
    private final ClassName self;
    private final Names names = new Names(
            "device",
            PARAMETERS,
            "signature",
            "trainRun",
            "predictRun",
            "close",
            "forward",
            "backward",
            "predict",
            "f",
            "t",
            "frames",
            "SIGNATURE");
    private final Views views = new Views(names);
    private final CallCode calls = new CallCode(names);
    private final List<String> specs = new ArrayList<>();
    private final RunCode train;
    private final RunCode predict;
    private final List<RunCode> phases = new ArrayList<>();

    ProgramEmitter(ModelSpec model, ExecutionPlan plan, KernelEmitter kernels) {
        this.model = model;
        this.plan = plan;
        self = ClassName.get(model.packageName(), model.name() + "Program");
        for (int i = 0; i < plan.program().parameters().size(); i++) {
            String name = plan.program().parameters().get(i).value().name();
            views.declare(buffer(i, Storage.WEIGHT), name);
            if (!plan.program().parameters().get(i).frozen()) {
                views.declare(buffer(i, Storage.GRADIENT), name + "_gradient");
            }
            specs.add(names.freshConstant(name + "_spec"));
        }
        train = new RunCode(plan.train(), self.nestedClass("TrainFrame"), names, views, kernels, calls);
        predict = new RunCode(plan.predict(), self.nestedClass("PredictFrame"), names, views, kernels, calls);
        plan.phases().forEach(phase -> names.fresh(phase.name()));
        for (ExecutionPlan.PhasePlan phase : plan.phases()) {
            ClassName frame = self.nestedClass(Names.upperCamel(phase.name()) + "Frame");
            phases.add(new RunCode(phase.run(), frame, names, views, kernels, calls));
        }
    }

    private Buffer buffer(int i, Storage storage) {
        return ExecutionPlan.parameterBuffer(plan.program(), i, storage);
    }

    JavaFile file() {
        train.method(
                "forward",
                "Forward in training mode, keeping what backward reads.",
                plan.train().forward(),
                "Forward");
        train.method(
                "backward",
                "Gradients of the loss of the last forward.",
                plan.train().backward(),
                "Backward");
        predict.method("predict", "Prediction, keeping nothing.", plan.predict().forward(), "Predict");
        for (int i = 0; i < phases.size(); i++) {
            ExecutionPlan.PhasePlan phase = plan.phases().get(i);
            String doc = phase.name().equals(Program.Phase.ENCODE)
                    ? "What a search for outputs needs of the inputs, once."
                    : "One step of a search for outputs.";
            phases.get(i).method(phase.name(), doc, phase.run().forward(), Names.upperCamel(phase.name()));
        }

        TypeSpec.Builder type = TypeSpec.classBuilder(self)
                .addModifiers(Modifier.FINAL)
                .addSuperinterface(RuntimeApi.MODEL_PROGRAM)
                .addJavadoc(
                        "Forward, backward and prediction of $L: one call per step. B: batch, N: all its steps, b: rows alive at a step.\n",
                        JavaText.comment(model.name()));
        GeneratedMarks.addTo(type, model);
        type.addField(FieldSpec.builder(RuntimeApi.MODEL_SIGNATURE, "SIGNATURE", Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("What the model looks like from outside.\n")
                .initializer(SignatureCode.of(model, plan.program()))
                .build());
        addSpecs(type);
        type.addFields(calls.constants());
        type.addField(RuntimeApi.DEVICE, "device", Modifier.PRIVATE, Modifier.FINAL);
        type.addField(RuntimeApi.PARAMETERS, PARAMETERS, Modifier.PRIVATE, Modifier.FINAL);
        addWeights(type);
        type.addFields(train.fields()).addFields(predict.fields());
        phases.forEach(phase -> type.addFields(phase.fields()));
        addAccessors(type);
        type.addMethods(train.methods()).addMethods(predict.methods());
        phases.forEach(phase -> type.addMethods(phase.methods()));
        TypeSpec training = RunTypes.training(self, plan, model, train);
        TypeSpec prediction = RunTypes.prediction(self, plan, model, predict);
        type.addType(train.frame(
                "Working memory of a training step. Values with the same slot share memory: they never live at once."));
        type.addType(predict.frame("Working memory of a prediction."));
        type.addType(training).addType(prediction);
        for (int i = 0; i < phases.size(); i++) {
            ExecutionPlan.PhasePlan phase = plan.phases().get(i);
            // the frame has a field for what the run shows of it
            TypeSpec run = RunTypes.phase(self, phase, phases.get(i));
            type.addType(phases.get(i).frame("Working memory of " + phase.name() + "."));
            type.addType(run);
        }
        return GeneratedMarks.file(model, type.build()).build();
    }

    private static CodeBlock start(Parameter.Init init) {
        return init.name()
                .map(name -> CodeBlock.of("$T.$L", RuntimeApi.INIT, name))
                .orElseGet(() -> CodeBlock.of("$T.constant($L)", RuntimeApi.INIT, init.value()));
    }

    private void addSpecs(TypeSpec.Builder type) {
        for (int i = 0; i < specs.size(); i++) {
            Parameter parameter = plan.program().parameters().get(i);
            Buffer buffer = buffer(i, Storage.WEIGHT);
            CodeBlock segments = parameter.segments().stream()
                    .map(s -> CodeBlock.of(
                            "new $T($L, $L, $L, $L, $L, $T.$L)",
                            RuntimeApi.SEGMENT,
                            JavaText.string(s.name()),
                            s.from(),
                            s.to(),
                            s.transposed(),
                            start(s.init()),
                            RuntimeApi.WEIGHT_KIND,
                            s.kind().name()))
                    .collect(CodeBlock.joining(",\n"));
            type.addField(FieldSpec.builder(
                            RuntimeApi.PARAMETER_SPEC, specs.get(i), Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .initializer(
                            "new $T(\n$>$>$L, $L, $L, $L,\n$L)$<$<$L",
                            RuntimeApi.PARAMETER_SPEC,
                            JavaText.string(parameter.value().name()),
                            buffer.rows(),
                            buffer.width(),
                            parameter.value().type().dims().size() < 2,
                            segments,
                            parameter.frozen() ? ".asFrozen()" : "")
                    .build());
        }
    }

    private void addWeights(TypeSpec.Builder type) {
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder()
                .addParameter(RuntimeApi.DEVICE, "device")
                .addStatement("this.device = device")
                .addStatement(
                        "$L = $T.create(device$L)",
                        PARAMETERS,
                        RuntimeApi.PARAMETERS,
                        specs.stream().map(spec -> CodeBlock.of(",$W$L", spec)).collect(CodeBlock.joining("")));
        views.buffers().forEach((buffer, name) -> {
            boolean weight = buffer.storage() == Storage.WEIGHT;
            type.addField(FieldSpec.builder(RuntimeApi.MATRIX, name, Modifier.PRIVATE, Modifier.FINAL)
                    .addJavadoc("[$L, $L]$L\n", buffer.rows(), buffer.width(), weight ? segments(buffer.id()) : "")
                    .build());
            constructor.addStatement("$L = $L.$L($L)", name, PARAMETERS, weight ? "weight" : "gradient", buffer.id());
        });
        views.columns().forEach((columns, name) -> {
            type.addField(FieldSpec.builder(RuntimeApi.MATRIX, name, Modifier.PRIVATE, Modifier.FINAL)
                    .addJavadoc("[$L, $L]\n", columns.buffer().rows(), columns.to() - columns.from())
                    .build());
            String of = views.buffers().get(columns.buffer());
            constructor.addStatement("$L = $L.$L($L, $L)", name, of, RuntimeApi.COLUMNS, columns.from(), columns.to());
        });
        type.addMethod(constructor.build());
    }

    private String segments(int i) {
        List<Parameter.Segment> segments = plan.program().parameters().get(i).segments();
        return segments.size() < 2
                ? ""
                : ": "
                        + JavaText.comment(
                                segments.stream().map(Parameter.Segment::name).collect(Collectors.joining(", ")))
                        + " side by side";
    }

    private void addAccessors(TypeSpec.Builder type) {
        type.addMethod(RunTypes.override("device", RuntimeApi.DEVICE)
                .addStatement("return device")
                .build());
        type.addMethod(RunTypes.override(PARAMETERS, RuntimeApi.PARAMETERS)
                .addStatement("return parameters")
                .build());
        type.addMethod(RunTypes.override("signature", RuntimeApi.MODEL_SIGNATURE)
                .addStatement("return SIGNATURE")
                .build());
        addRun(type, "trainRun", RuntimeApi.TRAIN_RUN, "Training");
        addRun(type, "predictRun", RuntimeApi.PREDICT_RUN, "Prediction");
        plan.phases().forEach(phase -> addPhase(type, phase));
        type.addMethod(RunTypes.override("close", com.palantir.javapoet.TypeName.VOID)
                .addStatement("parameters.close()")
                .build());
    }

    private static void addPhase(TypeSpec.Builder type, ExecutionPlan.PhasePlan phase) {
        String sizes = phase.axes().size() > 1
                ? "capacity"
                : "capacity.batch(), capacity.requireOne().tokens(0), capacity.steps(0)";
        type.addMethod(RunTypes.override(phase.name() + "Run", RuntimeApi.PREDICT_RUN)
                .addParameter(RuntimeApi.CAPACITY, "capacity")
                .addStatement("return new $L($L)", RunTypes.runName(phase), sizes)
                .build());
    }

    private void addRun(TypeSpec.Builder type, String name, ClassName run, String made) {
        int axes = plan.axes().size();
        MethodSpec.Builder method = RunTypes.sized(RunTypes.override(name, run));
        if (axes <= 1) {
            type.addMethod(method.addStatement("return new $L(batch, tokens, steps)", made)
                    .build());
            return;
        }
        type.addMethod(
                method.addStatement("return new $L($T.each($L, batch, tokens, steps))", made, RuntimeApi.CAPACITY, axes)
                        .build());
        type.addMethod(RunTypes.sized(RunTypes.override(name, run), axes)
                .addStatement("return new $L(capacity)", made)
                .build());
    }
}
