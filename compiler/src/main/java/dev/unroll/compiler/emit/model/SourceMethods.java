package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * The {@code train} overloads on examples that are not held in memory, and the methods that make columns of some of them: of the record
 * {@code Example}, or of the one input of a model that needs no truth.
 */
final class SourceMethods {
    private static final String SENTENCE =
            "Trains on examples that are not held in memory but read again for every pass, $L.\n\n";

    private final ModelSpec model;
    private final ModelNames names;
    private final ClassName example;
    private final boolean shifted;
    private final boolean single;

    SourceMethods(ModelSpec model, ModelNames names) {
        this.model = model;
        this.names = names;
        example = ClassName.get(model.packageName(), model.name(), "Example");
        shifted = model.train().orElseThrow().target().isPresent();
        single = shifted && model.inputs().size() == 1;
    }

    List<MethodSpec> methods() {
        MethodSpec inputs = columns("inputColumns", model.inputs());
        MethodSpec targets = columns("targetColumns", shifted ? List.of() : model.outputs());
        return readsOneAxis() ? List.of(train(false), train(true), inputs, targets) : List.of(inputs, targets);
    }

    /** Examples that are read again for every pass are laid out by one length each. */
    private boolean readsOneAxis() {
        return Stream.concat(model.inputs().stream(), model.outputs().stream())
                        .flatMap(port -> port.type().axes().stream())
                        .distinct()
                        .count()
                <= 1;
    }

    /** What a source and a list hold. */
    private TypeName element() {
        return single ? new PortType(model, model.inputs().get(0)).one().box() : example;
    }

    private MethodSpec train(boolean withSpec) {
        MethodSpec.Builder method = MethodSpec.methodBuilder("train")
                .addModifiers(Modifier.PUBLIC)
                .returns(RuntimeApi.TRAINING_RESULT)
                .addJavadoc(SENTENCE, withSpec ? "with another specification" : "as the {@code train} block says")
                .addJavadoc(
                        "@param source gives $L, the same ones on every pass; says how many are shuffled together\n",
                        single
                                ? new PortType(model, model.inputs().get(0)).inWords()
                                : "inputs and truth of one example after the other")
                .addParameter(ParameterizedTypeName.get(RuntimeApi.EXAMPLE_SOURCE, element()), "source");
        if (withSpec) {
            method.addJavadoc("@param training what to do\n").addParameter(RuntimeApi.TRAINING_SPEC, "training");
        }
        method.addJavadoc("@param listeners told of every epoch\n")
                .addParameter(ArrayTypeName.of(RuntimeApi.TRAINING_LISTENER), "listeners")
                .varargs();
        if (!withSpec) {
            return method.addStatement("return train(source, TRAINING, listeners)")
                    .build();
        }
        ClassName self = ClassName.get(model.packageName(), model.name());
        return method.addStatement(
                        "return trainOnSource(\nnew $T<>(source, $T::inputColumns, $T::targetColumns),\ntraining,\nlisteners)",
                        RuntimeApi.SOURCE_COLUMNS,
                        self,
                        self)
                .build();
    }

    private MethodSpec columns(String name, List<Port> ports) {
        List<CodeBlock> columns = new ArrayList<>();
        for (Port port : ports) {
            PortType type = new PortType(model, port);
            columns.add(single ? type.columnOfElements() : type.columnOfExamples(example, names.variable(port)));
        }
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(PortType.listOf(RuntimeApi.COLUMN))
                .addParameter(PortType.listOf(element()), "examples")
                .addStatement("return $T.of($L)", LibraryApi.LIST, CodeBlock.join(columns, ",\n"))
                .build();
    }
}
