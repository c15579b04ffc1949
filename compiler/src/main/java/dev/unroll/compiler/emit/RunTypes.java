package dev.unroll.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.plan.ExecutionPlan;
import dev.unroll.compiler.plan.Place;
import dev.unroll.compiler.plan.RunPlan;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Port;
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
        return common("Training", RuntimeApi.TRAIN_RUN, program.nestedClass("TrainFrame"), plan.train(), model, code)
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
                        .build())
                .build();
    }

    static TypeSpec prediction(ClassName program, ExecutionPlan plan, ModelSpec model, RunCode code) {
        return common(
                        "Prediction",
                        RuntimeApi.PREDICT_RUN,
                        program.nestedClass("PredictFrame"),
                        plan.predict(),
                        model,
                        code)
                .addMethod(override("forward", TypeName.VOID)
                        .addStatement("predict(frames)")
                        .build())
                .build();
    }

    private static TypeSpec.Builder common(
            String name, ClassName type, ClassName frame, RunPlan run, ModelSpec model, RunCode code) {
        List<Optional<Place>> inputs = new ArrayList<>();
        for (Port port : model.inputs()) {
            Optional<Place> place = input(run, port.value());
            if (place.isEmpty()) {
                throw new CompilerBug("emit", "the program has no input " + port.value());
            }
            inputs.add(place);
        }
        ParameterizedTypeName frames = ParameterizedTypeName.get(RuntimeApi.FRAMES, frame);
        return TypeSpec.classBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.FINAL)
                .addSuperinterface(type)
                .addField(frames, "frames", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(sized(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE))
                        .addStatement(
                                "frames = $T.create(device, $T::new, batch, tokens, steps)", RuntimeApi.FRAMES, frame)
                        .build())
                .addMethod(override("pack", TypeName.VOID)
                        .addParameter(RuntimeApi.PACKING, "packing")
                        .addStatement("frames.pack(packing)")
                        .build())
                .addMethod(places("input", "i", inputs, code))
                .addMethod(places(
                        "output", "o", run.outputs().stream().map(Optional::of).toList(), code))
                .addMethod(override("bytes", TypeName.LONG)
                        .addStatement("return frames.bytes()")
                        .build())
                .addMethod(override("close", TypeName.VOID)
                        .addStatement("frames.close()")
                        .build());
    }

    /** An input; none for the target of an output that the loss does not look at. */
    private static Optional<Place> input(RunPlan run, String value) {
        return run.inputs().stream()
                .filter(buffer -> buffer.name().equals(value))
                .findFirst()
                .map(buffer -> new Place(buffer, Place.Access.ALL, 0, buffer.width()));
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

    static MethodSpec.Builder sized(MethodSpec.Builder method) {
        return method.addParameter(int.class, "batch")
                .addParameter(int.class, "tokens")
                .addParameter(int.class, "steps");
    }
}
