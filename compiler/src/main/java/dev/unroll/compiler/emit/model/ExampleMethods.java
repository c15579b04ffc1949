package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/**
 * The {@code train} overloads of a model that reads text or gives labels, and the record they take: inputs and truth of one
 * example side by side. A model whose targets are its own input shifted needs no truth, and with one input no record.
 */
final class ExampleMethods {
    private final ModelSpec model;
    private final ModelNames names;
    private final ClassName example;
    private final List<Port> ports = new ArrayList<>();
    private final boolean shifted;

    ExampleMethods(ModelSpec model, ModelNames names) {
        this.model = model;
        this.names = names;
        example = ClassName.get(model.packageName(), model.name(), "Example");
        shifted = model.train().orElseThrow().target().isPresent();
        ports.addAll(model.inputs());
        if (!shifted) {
            ports.addAll(model.outputs());
        }
    }

    List<MethodSpec> methods() {
        return List.of(train(false), train(true));
    }

    /** Empty when there is one column only. */
    Optional<TypeSpec> example() {
        if (ports.size() == 1) {
            return Optional.empty();
        }
        MethodSpec.Builder components = MethodSpec.constructorBuilder();
        CodeBlock.Builder doc = CodeBlock.builder().add("One example with its truth.\n\n");
        for (Port port : ports) {
            components.addParameter(type(port).one(), names.variable(port));
            doc.add(
                    "@param $L $L\n",
                    names.variable(port),
                    ModelEmitter.docOr(port.doc(), type(port).inWords()));
        }
        return Optional.of(TypeSpec.recordBuilder(example.simpleName())
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .recordConstructor(components.build())
                .addJavadoc(doc.build())
                .build());
    }

    private MethodSpec train(boolean withSpec) {
        TypeName item = ports.size() == 1 ? type(ports.get(0)).many() : PortType.listOf(example);
        String name = ports.size() == 1 ? names.variable(ports.get(0)) : "examples";
        MethodSpec.Builder method = MethodSpec.methodBuilder("train")
                .addModifiers(Modifier.PUBLIC)
                .returns(RuntimeApi.TRAINING_RESULT)
                .addJavadoc(
                        withSpec
                                ? "Trains on examples with another specification, such as {@code TRAINING.withEpochs(5)}.\n\n"
                                : "Trains on examples, as the {@code train} block says.\n\n")
                .addJavadoc(
                        "@param $L $L\n",
                        name,
                        ports.size() == 1
                                ? "per example, " + type(ports.get(0)).inWords()
                                : "inputs and truth; vocabularies and scaling are fitted on those trained on")
                .addParameter(item, name);
        if (withSpec) {
            method.addJavadoc("@param training what to do\n").addParameter(RuntimeApi.TRAINING_SPEC, "training");
        }
        method.addJavadoc("@param listeners told of every epoch\n")
                .addParameter(ArrayTypeName.of(RuntimeApi.TRAINING_LISTENER), "listeners")
                .varargs();
        if (!withSpec) {
            return method.addStatement("return train($L, TRAINING, listeners)", name)
                    .build();
        }
        if (ports.size() > 1) {
            return method.addStatement(
                            "return trainOnColumns(inputColumns($L), targetColumns($L), training, listeners)",
                            name,
                            name)
                    .build();
        }
        return method.addStatement(
                        "return trainOnColumns($T.of($L), $T.of(), training, listeners)",
                        LibraryApi.LIST,
                        type(ports.get(0)).columnOfMany(name),
                        LibraryApi.LIST)
                .build();
    }

    private PortType type(Port port) {
        return new PortType(model, port);
    }
}
