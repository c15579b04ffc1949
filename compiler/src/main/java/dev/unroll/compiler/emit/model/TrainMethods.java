package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.lang.model.element.Modifier;

/** The {@code train} overloads of a model class: on series when the train block cuts windows, else on examples. */
final class TrainMethods {
    private final ModelSpec model;
    private final ModelNames names;

    TrainMethods(ModelSpec model, ModelNames names) {
        this.model = model;
        this.names = names;
    }

    List<MethodSpec> methods() {
        return model.train().orElseThrow().examples().isPresent() ? onSeries() : onExamples();
    }

    private List<MethodSpec> onSeries() {
        List<MethodSpec> methods = new ArrayList<>();
        if (model.inputs().stream().allMatch(port -> port.width() == 1)) {
            methods.add(
                    series(LibraryApi.floats(1), name -> CodeBlock.of("$T.of($N)", RuntimeApi.SERIES, name), false));
        }
        methods.add(series(RuntimeApi.SERIES, name -> CodeBlock.of("$N", name), false));
        methods.add(series(RuntimeApi.SERIES, name -> CodeBlock.of("$N", name), true));
        return methods;
    }

    private MethodSpec series(TypeName type, Function<String, CodeBlock> read, boolean withSpec) {
        MethodSpec.Builder method = start(
                "Trains on windows cut from a series, oldest value first, as the {@code train} block says.", withSpec);
        CodeBlock.Builder doc = CodeBlock.builder();
        for (Port port : model.inputs()) {
            doc.add("@param $L one value per step, in the data's own units\n", names.variable(port));
        }
        method.addJavadoc(doc.build()).addJavadoc(commonDoc(withSpec));
        model.inputs().forEach(port -> method.addParameter(type, names.variable(port)));
        CodeBlock series =
                model.inputs().stream().map(p -> read.apply(names.variable(p))).collect(CodeBlock.joining(", "));
        return finish(method, withSpec, CodeBlock.of("trainOnSeries($T.of($L)", LibraryApi.LIST, series));
    }

    private List<MethodSpec> onExamples() {
        return List.of(examples(false, false), examples(true, false), examples(false, true));
    }

    private MethodSpec examples(boolean withSpec, boolean arrays) {
        MethodSpec.Builder method = start("Trains on examples, as the {@code train} block says.", withSpec);
        List<Port> ports = new ArrayList<>(model.inputs());
        ports.addAll(truths());
        CodeBlock.Builder doc = CodeBlock.builder();
        for (Port port : ports) {
            doc.add(
                    "@param $L per example, $L\n",
                    names.variable(port),
                    PortShape.of(port).inWords(port));
        }
        method.addJavadoc(doc.build()).addJavadoc(commonDoc(withSpec));
        for (Port port : ports) {
            method.addParameter(
                    arrays ? RuntimeApi.INDARRAY : PortShape.of(port).many(), names.variable(port));
        }
        return finish(
                method,
                withSpec,
                CodeBlock.of(
                        "trainOnExamples($T.of($L), $T.of($L)",
                        LibraryApi.LIST,
                        values(model.inputs(), arrays),
                        LibraryApi.LIST,
                        values(truths(), arrays)));
    }

    /** Outputs whose truth is given: none when it is made from an input. */
    private List<Port> truths() {
        return model.train().orElseThrow().target().isPresent() ? List.of() : model.outputs();
    }

    private CodeBlock values(List<Port> ports, boolean arrays) {
        return ports.stream()
                .map(port -> arrays
                        ? PortShape.of(port).valuesOfArray(names.variable(port), port.width())
                        : PortShape.of(port).valuesOfMany(names.variable(port)))
                .collect(CodeBlock.joining(", "));
    }

    private MethodSpec.Builder start(String sentence, boolean withSpec) {
        return MethodSpec.methodBuilder("train")
                .addModifiers(Modifier.PUBLIC)
                .returns(RuntimeApi.TRAINING_RESULT)
                .addJavadoc(
                        "$L\n\n",
                        withSpec
                                ? sentence.replace(
                                        "as the {@code train} block says",
                                        "with another specification, such as {@code TRAINING.withEpochs(5)}")
                                : sentence);
    }

    private static CodeBlock commonDoc(boolean withSpec) {
        return CodeBlock.of("$L@param listeners told of every epoch\n", withSpec ? "@param training what to do\n" : "");
    }

    private static MethodSpec finish(MethodSpec.Builder method, boolean withSpec, CodeBlock call) {
        if (withSpec) {
            method.addParameter(RuntimeApi.TRAINING_SPEC, "training");
        }
        return method.addParameter(ArrayTypeName.of(RuntimeApi.TRAINING_LISTENER), "listeners")
                .varargs()
                .addStatement("return $L, $L, listeners)", call, withSpec ? "training" : "TRAINING")
                .build();
    }
}
