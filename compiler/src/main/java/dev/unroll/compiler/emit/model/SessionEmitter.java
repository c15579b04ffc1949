package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.AxisLength;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Port;
import dev.unroll.compiler.types.ServeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.lang.model.element.Modifier;

/**
 * The {@code Session} class of a model with a {@code serve} block, and the methods that open one. A step has one row of every input;
 * what the model says about it is typed as {@code predict} is for one example without an axis.
 */
final class SessionEmitter {
    private static final String EVERY_STREAM = "stepAll";

    private final ModelSpec model;
    private final ModelNames names;
    private final ServeSpec serve;
    private final boolean rolling;
    private final ClassName self;
    private final ClassName session;
    private final List<Port> outputs = new ArrayList<>();

    SessionEmitter(ModelSpec model, ModelNames names) {
        this.model = model;
        this.names = names;
        serve = model.serve().orElseThrow();
        rolling = serve.session() == ServeSpec.Session.ROLLING;
        self = ClassName.get(model.packageName(), model.name());
        session = self.nestedClass("Session");
        model.outputs().forEach(port -> outputs.add(ofStep(port)));
    }

    /** The port as it is at one step. */
    private static Port ofStep(Port port) {
        return new Port(
                port.name(), port.value(), port.type().withoutAxes(), AxisLength.NONE, port.scaling(), port.doc());
    }

    /** {@code session()} and {@code sessions(streams)} of the model class. */
    List<MethodSpec> methods() {
        String kept = rolling
                ? "keeps the last rows of the inputs and repeats the whole window with each row, as in training"
                : "carries the states of the recurrent layers from step to step";
        return List.of(
                MethodSpec.methodBuilder("session")
                        .addModifiers(Modifier.PUBLIC)
                        .addJavadoc(
                                "A session over one stream. It $L. Any number of threads may have one each.\n", kept)
                        .returns(session)
                        .addStatement("return sessions(1)")
                        .build(),
                MethodSpec.methodBuilder("sessions")
                        .addModifiers(Modifier.PUBLIC)
                        .addJavadoc(
                                "A session over several streams that go step by step together.\n\n@param streams how many\n")
                        .addParameter(int.class, "streams")
                        .returns(session)
                        .addStatement(
                                "return new $T($L$L(streams, $L))",
                                session,
                                readsModel() ? "this, " : "",
                                rolling ? "rollingSession" : "carriedSession",
                                serve.maxSessions().isPresent()
                                        ? CodeBlock.of("$L", serve.maxSessions().getAsInt())
                                        : CodeBlock.of("$T.MAX_VALUE", Integer.class))
                        .build());
    }

    TypeSpec type() {
        TypeSpec.Builder type = TypeSpec.classBuilder(session)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addSuperinterface(AutoCloseable.class)
                .addJavadoc("Goes through streams step by step. One thread at a time; close it to free its memory.\n");
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE);
        if (readsModel()) {
            type.addField(self, "model", Modifier.PRIVATE, Modifier.FINAL);
            constructor.addParameter(self, "model").addStatement("this.model = model");
        }
        type.addField(RuntimeApi.COLUMN_SESSION, "session", Modifier.PRIVATE, Modifier.FINAL);
        type.addMethod(constructor
                .addParameter(RuntimeApi.COLUMN_SESSION, "session")
                .addStatement("this.session = session")
                .build());
        if (rolling) {
            type.addMethod(take("add", false))
                    .addMethod(take("addAll", true))
                    .addMethod(
                            simple("ready", "Whether the window is full, so that there are outputs.", TypeName.BOOLEAN))
                    .addMethod(read("predict", false))
                    .addMethod(read("predictAll", true));
        } else {
            type.addMethod(step(false)).addMethod(step(true));
        }
        prediction().ifPresent(type::addType);
        return type.addMethod(simple(
                        "state",
                        "What the streams have seen: immutable, to keep, copy, or hand to another session.",
                        RuntimeApi.SESSION_STATE))
                .addMethod(restore())
                .addMethod(simple("reset", "Brings all streams to their beginning.", TypeName.VOID))
                .addMethod(resetOne())
                .addMethod(MethodSpec.methodBuilder("close")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .addStatement("session.close()")
                        .build())
                .build();
    }

    private MethodSpec take(String name, boolean all) {
        MethodSpec.Builder method = start(name, all, "Takes one more row of " + (all ? "every stream" : "the stream"))
                .addJavadoc("@return whether the window is full, so that there are outputs\n")
                .returns(boolean.class);
        return method.addStatement("return $L", stepCall(all)).build();
    }

    private MethodSpec step(boolean all) {
        MethodSpec.Builder method =
                start(all ? EVERY_STREAM : "step", all, "One step of " + (all ? "every stream" : "the stream"));
        method.addJavadoc("@return $L\n", all ? "per stream, the outputs" : "the outputs at this step");
        return method.returns(resultType(all))
                .addStatement("$L", stepCall(all))
                .addCode(readOutputs(all))
                .build();
    }

    private MethodSpec read(String name, boolean all) {
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "What the model says about the last full window$L.\n\n@throws IllegalStateException while it is not full\n",
                        all ? " of every stream" : "")
                .returns(resultType(all))
                .addCode(readOutputs(all))
                .build();
    }

    private MethodSpec.Builder start(String name, boolean all, String sentence) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L, in the data's own units.\n\n", sentence);
        for (Port port : model.inputs()) {
            PortType type = type(ofStep(port));
            method.addParameter(all ? type.many() : type.one(), names.variable(port))
                    .addJavadoc("@param $L $L$L\n", names.variable(port), all ? "per stream, " : "", type.inWords());
        }
        return method;
    }

    private CodeBlock stepCall(boolean all) {
        BiFunction<Port, String, CodeBlock> column = (port, name) -> {
            PortType type = type(ofStep(port));
            CodeBlock one = all ? type.columnOfMany(name) : type.columnOfOne(name);
            return port.type().isSequence() ? CodeBlock.of("$L.asSteps()", one) : one;
        };
        return CodeBlock.of(
                "session.step($L)",
                model.inputs().stream()
                        .map(port -> column.apply(port, names.variable(port)))
                        .collect(CodeBlock.joining(", ")));
    }

    private TypeName resultType(boolean all) {
        if (outputs.size() == 1) {
            PortType type = type(outputs.get(0));
            return all ? type.predictedMany() : type.predicted();
        }
        return all ? PortType.listOf(session.nestedClass("Prediction")) : session.nestedClass("Prediction");
    }

    private CodeBlock readOutputs(boolean all) {
        CodeBlock.Builder code = CodeBlock.builder();
        if (outputs.size() == 1) {
            CodeBlock values = CodeBlock.of("session.outputs().get(0)");
            PortType type = type(outputs.get(0));
            return code.addStatement("return $L", all ? type.readMany(values) : type.readOne(values, CodeBlock.of("0")))
                    .build();
        }
        code.addStatement("$T outputs = session.outputs()", PortType.listOf(RuntimeApi.VALUES));
        if (!all) {
            return code.addStatement("return $L", newPrediction("0")).build();
        }
        return code.addStatement(
                        "$T predictions = new $T<>()",
                        PortType.listOf(session.nestedClass("Prediction")),
                        LibraryApi.ARRAY_LIST)
                .beginControlFlow("for (int k = 0; k < session.streams(); k++)")
                .addStatement("predictions.add($L)", newPrediction("k"))
                .endControlFlow()
                .addStatement("return predictions")
                .build();
    }

    private CodeBlock newPrediction(String index) {
        List<CodeBlock> parts = new ArrayList<>();
        for (int o = 0; o < outputs.size(); o++) {
            parts.add(type(outputs.get(o)).readOne(CodeBlock.of("outputs.get($L)", o), CodeBlock.of(index)));
        }
        return CodeBlock.of(
                "new $T($L)", session.nestedClass("Prediction"), parts.stream().collect(CodeBlock.joining(", ")));
    }

    private Optional<TypeSpec> prediction() {
        if (outputs.size() == 1) {
            return Optional.empty();
        }
        MethodSpec.Builder components = MethodSpec.constructorBuilder();
        CodeBlock.Builder doc = CodeBlock.builder().add("All outputs at one step of one stream.\n\n");
        for (int o = 0; o < outputs.size(); o++) {
            String name = names.variable(model.outputs().get(o));
            components.addParameter(type(outputs.get(o)).predicted(), name);
            doc.add("@param $L $L\n", name, type(outputs.get(o)).predictedInWords());
        }
        return Optional.of(TypeSpec.recordBuilder("Prediction")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .recordConstructor(components.build())
                .addJavadoc(doc.build())
                .build());
    }

    private static MethodSpec simple(String name, String sentence, TypeName returns) {
        boolean gives = !returns.equals(TypeName.VOID);
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("$L\n", sentence)
                .returns(returns)
                .addStatement("$Lsession.$L()", gives ? "return " : "", name)
                .build();
    }

    private static MethodSpec restore() {
        return MethodSpec.methodBuilder("restore")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "Goes on from a state of any session of this model with as many streams.\n\n@param state what streams have seen\n")
                .addParameter(RuntimeApi.SESSION_STATE, "state")
                .addStatement("session.restore(state)")
                .build();
    }

    private static MethodSpec resetOne() {
        return MethodSpec.methodBuilder("reset")
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc(
                        "Brings one stream to its beginning; the others stay where they are.\n\n@param stream from 0\n")
                .addParameter(int.class, "stream")
                .addStatement("session.reset(stream)")
                .build();
    }

    private boolean readsModel() {
        return outputs.stream().anyMatch(port -> type(port).readsModel());
    }

    private PortType type(Port port) {
        return new PortType(model, port, "model.");
    }
}
