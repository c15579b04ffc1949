package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.element.Modifier;

/** The {@code predict} methods of a model class: one example, many, a stream of them, INDArrays. */
final class PredictMethods {
    private final ModelSpec model;
    private final ModelNames names;
    private final ClassName prediction;
    private final ClassName inputs;
    private final boolean typed;

    PredictMethods(ModelSpec model, ModelNames names) {
        this.model = model;
        this.names = names;
        prediction = ClassName.get(model.packageName(), model.name(), "Prediction");
        inputs = ClassName.get(model.packageName(), model.name(), "Inputs");
        typed = PortType.isTyped(model);
    }

    List<MethodSpec> methods() {
        return typed ? List.of(one(), many(), lazy()) : List.of(one(), many(), lazy(), arrays());
    }

    private PortType type(Port port) {
        return new PortType(model, port);
    }

    /** With several outputs, the record that holds one example's. */
    Optional<TypeSpec> prediction() {
        if (single()) {
            return Optional.empty();
        }
        MethodSpec.Builder components = MethodSpec.constructorBuilder();
        CodeBlock.Builder doc = CodeBlock.builder().add("All outputs for one example.\n\n");
        for (Port port : model.outputs()) {
            components.addParameter(type(port).predicted(), names.variable(port));
            doc.add(
                    "@param $L $L\n",
                    names.variable(port),
                    ModelEmitter.docOr(port.doc(), type(port).predictedInWords()));
        }
        return Optional.of(TypeSpec.recordBuilder(prediction.simpleName())
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .recordConstructor(components.build())
                .addJavadoc(doc.build())
                .build());
    }

    /** With several inputs, the record that holds one example's in a stream. */
    Optional<TypeSpec> inputs() {
        if (model.inputs().size() == 1) {
            return Optional.empty();
        }
        MethodSpec.Builder components = MethodSpec.constructorBuilder();
        CodeBlock.Builder doc = CodeBlock.builder().add("All inputs of one example.\n\n");
        for (Port port : model.inputs()) {
            components.addParameter(type(port).one(), names.variable(port));
            doc.add(
                    "@param $L $L\n",
                    names.variable(port),
                    ModelEmitter.docOr(port.doc(), type(port).inWords()));
        }
        return Optional.of(TypeSpec.recordBuilder(inputs.simpleName())
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .recordConstructor(components.build())
                .addJavadoc(doc.build())
                .build());
    }

    private MethodSpec lazy() {
        boolean one = model.inputs().size() == 1;
        Port first = model.inputs().get(0);
        TypeName in = one ? type(first).one().box() : inputs;
        TypeName out = single() ? type(model.outputs().get(0)).predicted().box() : prediction;
        String name = one ? names.variable(first) : "stream";
        CodeBlock columns = model.inputs().stream()
                .map(port ->
                        one ? type(port).columnOfElements() : type(port).columnOfExamples(inputs, names.variable(port)))
                .collect(CodeBlock.joining(", "));
        CodeBlock read = single()
                ? type(model.outputs().get(0)).readOne(CodeBlock.of("outputs.get(0)"), CodeBlock.of("k"))
                : newPrediction(CodeBlock.of("k"));
        return MethodSpec.methodBuilder("predictAll")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "Predicts for examples that are not held in memory, in their order, some at a time as the result is read.\n\n")
                .addJavadoc(
                        "@param $L per example, $L\n", name, one ? type(first).inWords() : "all inputs")
                .addJavadoc(
                        "@return per example, $L; closing it closes {@code $L}\n",
                        single()
                                ? withoutFullStop(ModelEmitter.docOr(
                                        model.outputs().get(0).doc(),
                                        type(model.outputs().get(0)).predictedInWords()))
                                : "all outputs",
                        name)
                .addParameter(ParameterizedTypeName.get(LibraryApi.STREAM, in), name)
                .returns(ParameterizedTypeName.get(LibraryApi.STREAM, out))
                .addCode("return predictLazily($L, examples -> {$>\n", name)
                .addStatement("$T outputs = runColumns($L)", listOf(RuntimeApi.VALUES), columns)
                .addStatement("return k -> $L", read)
                .addCode("$<});\n")
                .build();
    }

    /** For a sentence that goes on. */
    private static String withoutFullStop(String doc) {
        return doc.endsWith(".") ? doc.substring(0, doc.length() - 1) : doc;
    }

    private boolean single() {
        return model.outputs().size() == 1;
    }

    private MethodSpec one() {
        MethodSpec.Builder method = start("predict", "Predicts for one example, in the data's own units.", "");
        model.inputs().forEach(p -> method.addParameter(type(p).one(), names.variable(p)));
        CodeBlock run = typed
                ? run("runColumns", p -> type(p).columnOfOne(names.variable(p)))
                : run("run", p -> PortShape.of(p).valuesOfOne(names.variable(p)));
        if (single()) {
            PortType output = type(model.outputs().get(0));
            return method.returns(output.predicted())
                    .addStatement("return $L", output.readOne(CodeBlock.of("$L.get(0)", run), CodeBlock.of("0")))
                    .build();
        }
        return method.returns(prediction)
                .addStatement("$T outputs = $L", listOf(RuntimeApi.VALUES), run)
                .addStatement("return $L", newPrediction(CodeBlock.of("0")))
                .build();
    }

    private MethodSpec many() {
        MethodSpec.Builder method =
                start("predictAll", "Predicts for many examples, in the data's own units.", "per example, ");
        model.inputs().forEach(p -> method.addParameter(type(p).many(), names.variable(p)));
        CodeBlock run = typed
                ? run("runColumns", p -> type(p).columnOfMany(names.variable(p)))
                : run("run", p -> PortShape.of(p).valuesOfMany(names.variable(p)));
        if (single()) {
            PortType output = type(model.outputs().get(0));
            return method.returns(output.predictedMany())
                    .addStatement("return $L", output.readMany(CodeBlock.of("$L.get(0)", run)))
                    .build();
        }
        return method.returns(listOf(prediction))
                .addStatement("$T outputs = $L", listOf(RuntimeApi.VALUES), run)
                .addStatement("$T predictions = new $T<>()", listOf(prediction), LibraryApi.ARRAY_LIST)
                .beginControlFlow("for (int k = 0; k < outputs.get(0).examples(); k++)")
                .addStatement("predictions.add($L)", newPrediction(CodeBlock.of("k")))
                .endControlFlow()
                .addStatement("return predictions")
                .build();
    }

    private MethodSpec arrays() {
        MethodSpec.Builder method = MethodSpec.methodBuilder(single() ? "predict" : "predictArrays")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("Predicts for many examples given as arrays, in the data's own units.\n\n");
        for (Port port : model.inputs()) {
            method.addParameter(RuntimeApi.INDARRAY, names.variable(port))
                    .addJavadoc("@param $L $L\n", names.variable(port), arrayShape(port));
        }
        CodeBlock run = run("run", p -> PortShape.of(p).valuesOfArray(names.variable(p), p.width()));
        if (single()) {
            return method.returns(RuntimeApi.INDARRAY)
                    .addJavadoc("@return $L\n", arrayShape(model.outputs().get(0)))
                    .addStatement("return $L.get(0).toArray()", run)
                    .build();
        }
        CodeBlock all = CodeBlock.of("");
        for (int o = 0; o < model.outputs().size(); o++) {
            all = CodeBlock.of("$L$Loutputs.get($L).toArray()", all, o == 0 ? "" : ", ", o);
        }
        return method.returns(listOf(RuntimeApi.INDARRAY))
                .addJavadoc("@return one array per output, in declaration order\n")
                .addStatement("$T outputs = $L", listOf(RuntimeApi.VALUES), run)
                .addStatement("return $T.of($L)", LibraryApi.LIST, all)
                .build();
    }

    private MethodSpec.Builder start(String name, String sentence, String per) {
        MethodSpec.Builder method =
                MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC).addJavadoc("$L\n\n", sentence);
        for (Port port : model.inputs()) {
            method.addJavadoc(
                    "@param $L $L$L\n", names.variable(port), per, type(port).inWords());
        }
        if (single()) {
            Port output = model.outputs().get(0);
            method.addJavadoc(
                    "@return $L$L\n",
                    per,
                    ModelEmitter.docOr(output.doc(), type(output).predictedInWords()));
        } else {
            method.addJavadoc("@return $Lall outputs\n", per);
        }
        return method;
    }

    private CodeBlock run(String method, Function<Port, CodeBlock> values) {
        return CodeBlock.of(
                "$L($L)", method, model.inputs().stream().map(values).collect(CodeBlock.joining(", ")));
    }

    private CodeBlock newPrediction(CodeBlock index) {
        List<CodeBlock> parts = new ArrayList<>();
        for (int o = 0; o < model.outputs().size(); o++) {
            parts.add(type(model.outputs().get(o)).readOne(CodeBlock.of("outputs.get($L)", o), index));
        }
        return CodeBlock.of("new $T($L)", prediction, parts.stream().collect(CodeBlock.joining(", ")));
    }

    private static String arrayShape(Port port) {
        return port.type().isSequence() ? "[B, T, " + port.width() + "]" : "[B, " + port.width() + "]";
    }

    private static TypeName listOf(ClassName type) {
        return ParameterizedTypeName.get(LibraryApi.LIST, type);
    }
}
