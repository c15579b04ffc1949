package dev.unroll.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.plan.Buffer;
import dev.unroll.compiler.plan.ExecutionPlan;
import dev.unroll.compiler.plan.Place;
import dev.unroll.compiler.plan.RunPlan;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.StatePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** The classes through which trainer and predictor drive a program's runs. */
final class RunTypes {
    private RunTypes() {}

    static TypeSpec training(ClassName program, ExecutionPlan plan, ModelSpec model, RunCode code) {
        List<Optional<Place>> targets = new ArrayList<>();
        model.outputs().forEach(port -> targets.add(input(plan.train(), port.target())));
        TypeSpec.Builder type = common(
                        "Training",
                        RuntimeApi.TRAIN_RUN,
                        program.nestedClass("TrainFrame"),
                        plan.axes().size(),
                        plan.train(),
                        inputs(plan.train(), model),
                        model.outputs().size(),
                        code,
                        probes(plan, code))
                .addMethods(states(plan.train(), model, code))
                .addMethod(places("target", "o", targets, code))
                .addMethod(override("random", TypeName.VOID)
                        .addParameter(long.class, "seed")
                        .addParameter(long.class, "step")
                        .addStatement("frames.root().random().set(seed, step)")
                        .build())
                .addMethod(override("forward", TypeName.VOID)
                        .addStatement("$T.this.forward(frames)", program)
                        .build())
                .addMethod(override("backward", TypeName.VOID)
                        .addStatement("$T.this.backward(frames)", program)
                        .build())
                .addMethod(override("loss", TypeName.DOUBLE)
                        .addStatement(
                                "return $L.getDouble(0, 0)",
                                code.fromRoot(plan.train().loss()))
                        .build());
        if (!plan.train().probes().isEmpty()) {
            addList(type, "probes", RuntimeApi.PROBE);
        }
        return type.build();
    }

    /** A list that the constructor makes, and the method that gives it. */
    private static void addList(TypeSpec.Builder type, String name, ClassName of) {
        TypeName list = ParameterizedTypeName.get(ClassName.get(List.class), of);
        type.addField(list, name, Modifier.PRIVATE, Modifier.FINAL);
        type.addMethod(override(name, list).addStatement("return $L", name).build());
    }

    /** What reports look at, made once; nothing where there is nothing to look at. */
    private static CodeBlock probes(ExecutionPlan plan, RunCode code) {
        if (plan.train().probes().isEmpty()) {
            return CodeBlock.of("");
        }
        List<CodeBlock> probes = new ArrayList<>();
        for (int i = 0; i < plan.train().probes().size(); i++) {
            probes.add(CodeBlock.of(
                    "new $T($L, $L)",
                    RuntimeApi.PROBE,
                    JavaText.string(plan.program().probes().get(i).layer()),
                    code.valueFromRoot(plan.train().probes().get(i))));
        }
        return CodeBlock.of("probes = $T.of($L);\n", List.class, CodeBlock.join(probes, ",$W"));
    }

    static TypeSpec prediction(ClassName program, ExecutionPlan plan, ModelSpec model, RunCode code) {
        TypeSpec.Builder type = common(
                        "Prediction",
                        RuntimeApi.PREDICT_RUN,
                        program.nestedClass("PredictFrame"),
                        plan.axes().size(),
                        plan.predict(),
                        inputs(plan.predict(), model),
                        model.outputs().size(),
                        code,
                        poolings(plan.predict(), code))
                .addMethods(states(plan.predict(), model, code))
                .addMethod(override("forward", TypeName.VOID)
                        .addStatement("predict(frames)")
                        .build());
        if (!plan.predict().poolings().isEmpty()) {
            addList(type, "poolings", RuntimeApi.POOLING);
        }
        return type.build();
    }

    /** A phase of prediction: all that it takes and gives. */
    static TypeSpec phase(ClassName program, ExecutionPlan.PhasePlan phase, RunCode code) {
        String frame = Names.upperCamel(phase.name()) + "Frame";
        List<Optional<Place>> inputs = new ArrayList<>();
        phase.run().inputs().forEach(buffer -> inputs.add(Optional.of(whole(buffer))));
        return common(
                        runName(phase),
                        RuntimeApi.PREDICT_RUN,
                        program.nestedClass(frame),
                        phase.axes().size(),
                        phase.run(),
                        inputs,
                        phase.run().outputs().size(),
                        code,
                        CodeBlock.of(""))
                .addMethod(override("forward", TypeName.VOID)
                        .addStatement("$L(frames)", phase.name())
                        .build())
                .build();
    }

    /** The class of a phase's run. */
    static String runName(ExecutionPlan.PhasePlan phase) {
        return Names.upperCamel(phase.name()) + "Run";
    }

    /** The weights of poolings, made once; nothing where there are none. */
    private static CodeBlock poolings(RunPlan run, RunCode code) {
        if (run.poolings().isEmpty()) {
            return CodeBlock.of("");
        }
        List<CodeBlock> poolings = new ArrayList<>();
        for (RunPlan.Pooling pooling : run.poolings()) {
            poolings.add(CodeBlock.of(
                    "new $T($L, $L)",
                    RuntimeApi.POOLING,
                    JavaText.string(pooling.layer()),
                    code.valueFromRoot(pooling.weights())));
        }
        return CodeBlock.of("poolings = $T.of($L);\n", List.class, CodeBlock.join(poolings, ",$W"));
    }

    private static TypeSpec.Builder common(
            String name,
            ClassName type,
            ClassName frame,
            int axes,
            RunPlan run,
            List<Optional<Place>> inputs,
            int outputs,
            RunCode code,
            CodeBlock made) {
        ParameterizedTypeName frames = ParameterizedTypeName.get(RuntimeApi.FRAMES, frame);
        return TypeSpec.classBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.FINAL)
                .addSuperinterface(type)
                .addField(frames, "frames", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(sized(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE), axes)
                        .addStatement(
                                "frames = $T.create(device, $T::new, $L)",
                                RuntimeApi.FRAMES,
                                frame,
                                axes > 1 ? "capacity" : "batch, tokens, steps")
                        .addCode(made)
                        .build())
                .addMethods(pack(axes))
                .addMethod(places("input", "i", inputs, code))
                .addMethod(places("output", "o", present(run.outputs().subList(0, outputs)), code))
                .addMethod(override("bytes", TypeName.LONG)
                        .addStatement("return frames.bytes()")
                        .build())
                .addMethod(override("close", TypeName.VOID)
                        .addStatement("frames.close()")
                        .build());
    }

    /** The model's inputs, then what a decoder reads as the outputs so far. */
    private static List<Optional<Place>> inputs(RunPlan run, ModelSpec model) {
        List<String> names = new ArrayList<>();
        model.inputs().forEach(port -> names.add(port.value()));
        model.decoder().ifPresent(decoder -> names.add(decoder.previous()));
        List<Optional<Place>> inputs = new ArrayList<>();
        for (String name : names) {
            Optional<Place> place = input(run, name);
            if (place.isEmpty()) {
                throw new CompilerBug("emit", "the program has no input " + name);
            }
            inputs.add(place);
        }
        return inputs;
    }

    /** With several axes, one packing says too little. */
    private static List<MethodSpec> pack(int axes) {
        MethodSpec.Builder one = override("pack", TypeName.VOID).addParameter(RuntimeApi.PACKING, "packing");
        if (axes <= 1) {
            return List.of(one.addStatement("frames.pack(packing)").build());
        }
        return List.of(
                one.addStatement(
                                "throw new $T($S)",
                                IllegalArgumentException.class,
                                "batches of this model have " + axes + " axes; each needs a packing")
                        .build(),
                override("pack", TypeName.VOID)
                        .addParameter(RuntimeApi.PACKINGS, "packings")
                        .addStatement("frames.pack(packings)")
                        .build());
    }

    private static List<Optional<Place>> present(List<Place> places) {
        return places.stream().map(Optional::of).toList();
    }

    /** The state ports; none for most models. */
    private static List<MethodSpec> states(RunPlan run, ModelSpec model, RunCode code) {
        if (model.states().isEmpty()) {
            return List.of();
        }
        List<Optional<Place>> before = new ArrayList<>();
        model.states().forEach(port -> before.add(input(run, port.value())));
        List<Place> after =
                run.outputs().subList(model.outputs().size(), run.outputs().size());
        Place reset = input(run, StatePort.RESET)
                .orElseThrow(() -> new CompilerBug("emit", "the program has no input " + StatePort.RESET));
        return List.of(
                places("state", "i", before, code),
                places("finalState", "i", present(after), code),
                override("reset", RuntimeApi.MATRIX)
                        .addStatement("return $L", code.fromRoot(reset))
                        .build());
    }

    /** An input; none for the target of an output that the loss does not look at. */
    private static Optional<Place> input(RunPlan run, String value) {
        return run.inputs().stream()
                .filter(buffer -> buffer.name().equals(value))
                .findFirst()
                .map(RunTypes::whole);
    }

    private static Place whole(Buffer buffer) {
        return new Place(buffer, Place.Access.ALL, 0, buffer.width());
    }

    private static MethodSpec places(String name, String index, List<Optional<Place>> places, RunCode code) {
        MethodSpec.Builder method = override(name, RuntimeApi.MATRIX).addParameter(int.class, index);
        if (places.stream().allMatch(Optional::isEmpty)) {
            return method.addStatement(
                            "throw new $T($S + $L)", IndexOutOfBoundsException.class, "no " + name + " ", index)
                    .build();
        }
        CodeBlock.Builder cases = CodeBlock.builder().add("return switch ($L) {\n$>", index);
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i).isPresent()) {
                cases.add("case $L -> $L;\n", i, code.fromRoot(places.get(i).get()));
            }
        }
        cases.add(
                "default -> throw new $T($S + $L);\n$<};\n",
                IndexOutOfBoundsException.class,
                "no " + name + " ",
                index);
        return method.addCode(cases.build()).build();
    }

    static MethodSpec.Builder override(String name, TypeName returns) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(returns);
    }

    /** The parameters that say how large a run is: bounds for each axis where there are several. */
    static MethodSpec.Builder sized(MethodSpec.Builder method, int axes) {
        return axes > 1 ? method.addParameter(RuntimeApi.CAPACITY, "capacity") : sized(method);
    }

    static MethodSpec.Builder sized(MethodSpec.Builder method) {
        return method.addParameter(int.class, "batch")
                .addParameter(int.class, "tokens")
                .addParameter(int.class, "steps");
    }
}
