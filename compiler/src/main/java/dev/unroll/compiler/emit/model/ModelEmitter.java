package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.unroll.compiler.emit.GeneratedMarks;
import dev.unroll.compiler.emit.JavaText;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.outline.Outline;
import dev.unroll.compiler.outline.OutlineText;
import dev.unroll.compiler.types.HyperParameter;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Port;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * The class users touch: typed {@code create}, {@code load}, {@code train} and {@code predict}, each a line or two that
 * delegates to the runtime.
 */
public final class ModelEmitter {
    private static final String DEVICE_DOC =
            "@param device used as long as the model; the caller closes it after the model\n";

    private final Outline outline;
    private final ModelSpec model;
    private final ClassName self;
    private final ClassName program;
    private final ModelNames names;

    private ModelEmitter(Outline outline) {
        this.outline = outline;
        model = outline.model();
        self = ClassName.get(model.packageName(), model.name());
        program = ClassName.get(model.packageName(), model.name() + "Program");
        names = new ModelNames(model);
    }

    /** The class of the model that {@code outline} shows. */
    public static JavaFile emit(Outline outline) {
        return new ModelEmitter(outline).file();
    }

    private JavaFile file() {
        TypeSpec.Builder type = TypeSpec.classBuilder(self)
                .addJavadoc("$L", classDoc())
                .superclass(RuntimeApi.RECURRENT_MODEL)
                .addStaticBlock(staticBlock());
        GeneratedMarks.addTo(type, model);
        if (model.synthetic()) {
            type.addModifiers(Modifier.FINAL);
        } else {
            type.addModifiers(Modifier.PUBLIC, Modifier.FINAL);
        }
        for (HyperParameter parameter : model.hyperParameters()) {
            type.addField(constant(parameter));
        }
        model.train().ifPresent(train -> type.addField(trainingField()));
        if (model.decoder().isPresent()) {
            type.addField(new DecodeMethods(model, names).field());
        }
        type.addMethod(constructor());
        type.addMethod(create(false)).addMethod(create(true));
        type.addMethod(load(false)).addMethod(load(true));
        if (model.train().isPresent()) {
            addTraining(type);
        }
        if (model.decoder().isPresent()) {
            type.addMethods(new DecodeMethods(model, names).methods());
        } else {
            PredictMethods predict = new PredictMethods(model, names);
            type.addMethods(predict.methods());
            predict.prediction().ifPresent(type::addType);
            predict.inputs().ifPresent(type::addType);
        }
        if (model.serve().isPresent()) {
            SessionEmitter sessions = new SessionEmitter(model, names);
            type.addMethods(sessions.methods()).addType(sessions.type());
        }
        type.addMethod(outline());
        if (!model.embeddingFiles().isEmpty()) {
            type.addMethod(embeddingFiles());
        }
        return GeneratedMarks.file(model, type.build()).build();
    }

    private void addTraining(TypeSpec.Builder type) {
        ExampleMethods examples = new ExampleMethods(model, names);
        type.addMethods(PortType.isTyped(model) ? examples.methods() : new TrainMethods(model, names).methods());
        // Windows are cut out of one series, which has no examples of its own.
        if (PortType.isTyped(model) || model.train().orElseThrow().examples().isEmpty()) {
            type.addMethods(new SourceMethods(model, names).methods());
            examples.example().ifPresent(type::addType);
        }
    }

    /** {@code text} for Javadoc, or {@code otherwise} where the user wrote none. */
    static String docOr(String text, String otherwise) {
        return text.isBlank() ? otherwise : JavaText.javadoc(text);
    }

    private CodeBlock classDoc() {
        CodeBlock.Builder doc = CodeBlock.builder().add("$L\n", docOr(model.doc(), "The model " + model.name() + "."));
        portsDoc(doc, model.inputs(), "Inputs");
        portsDoc(doc, model.outputs(), "Outputs");
        doc.add(
                "\n<p>Its methods may be called from several threads, which take turns$L. Close it to free its memory.\n",
                model.serve().isPresent() ? "; threads that open a {@link Session} each do not wait" : "");
        return doc.build();
    }

    private static void portsDoc(CodeBlock.Builder doc, List<Port> ports, String title) {
        doc.add("\n<p>$L:\n\n<ul>\n", title);
        for (Port port : ports) {
            String scaling = port.scaling()
                    .map(s -> ", scaled " + JavaText.javadoc(s.toString()))
                    .orElse("");
            String text = port.doc().isBlank() ? "" : ": " + JavaText.javadoc(port.doc());
            doc.add("  <li>{@code $L : $L}$L$L\n", port.name(), port.typeText(), scaling, text);
        }
        doc.add("</ul>\n");
    }

    private FieldSpec constant(HyperParameter parameter) {
        return FieldSpec.builder(
                        parameter.integer() ? TypeName.INT : TypeName.DOUBLE,
                        names.constant(parameter),
                        Modifier.PUBLIC,
                        Modifier.STATIC,
                        Modifier.FINAL)
                .addJavadoc(
                        "$L\n",
                        docOr(
                                parameter.doc(),
                                "The hyper-parameter " + parameter.name() + " this class was compiled with."))
                .initializer("$L", parameter.text())
                .build();
    }

    private FieldSpec trainingField() {
        return FieldSpec.builder(RuntimeApi.TRAINING_SPEC, "TRAINING", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc(
                        "What the {@code train} block says: $L.\n",
                        TrainingSpecCode.inWords(model.train().orElseThrow()))
                .build();
    }

    /** The version handshake comes before anything else of the runtime is touched. */
    private CodeBlock staticBlock() {
        CodeBlock.Builder block =
                CodeBlock.builder().addStatement("$T.requireApi($L)", RuntimeApi.UNROLL_RUNTIME, RuntimeApi.API);
        model.train().ifPresent(train -> block.addStatement("TRAINING = $L", TrainingSpecCode.of(train)));
        if (model.decoder().isPresent()) {
            block.add(new DecodeMethods(model, names).initializer());
        }
        return block.build();
    }

    private MethodSpec constructor() {
        CodeBlock training = model.train().isPresent()
                ? CodeBlock.of("$T.of(TRAINING)", LibraryApi.OPTIONAL)
                : CodeBlock.of("$T.empty()", LibraryApi.OPTIONAL);
        return MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addParameter(RuntimeApi.DEVICE, "device")
                .addParameter(boolean.class, "ownsDevice")
                .addStatement("super(new $T(device), $L, ownsDevice)", program, training)
                .build();
    }

    /** What {@code summary()} shows, as the build saw it. */
    private MethodSpec outline() {
        CodeBlock lines = OutlineText.lines(outline).stream()
                .map(line -> CodeBlock.of("\n$L", JavaText.string(line)))
                .collect(CodeBlock.joining(","));
        return MethodSpec.methodBuilder("outline")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .returns(ParameterizedTypeName.get(LibraryApi.LIST, ClassName.get(String.class)))
                .addStatement("return $T.of($>$>$L$<$<)", LibraryApi.LIST, lines)
                .build();
    }

    private MethodSpec embeddingFiles() {
        CodeBlock files = model.embeddingFiles().stream()
                .map(file -> CodeBlock.of(
                        "new $T($L, $L, $L)",
                        RuntimeApi.EMBEDDING_FILE,
                        JavaText.string(file.file()),
                        JavaText.string(file.weight()),
                        JavaText.string(file.vocabulary())))
                .collect(CodeBlock.joining(", "));
        return MethodSpec.methodBuilder("embeddingFiles")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PROTECTED)
                .returns(ParameterizedTypeName.get(LibraryApi.LIST, RuntimeApi.EMBEDDING_FILE))
                .addStatement("return $T.of($L)", LibraryApi.LIST, files)
                .build();
    }

    private MethodSpec create(boolean onDevice) {
        MethodSpec.Builder method = factory("create")
                .addJavadoc("A model with fresh weights$L.\n\n", onDevice ? " on a device" : ", on the CPU")
                .addJavadoc("@param seed of the weights: the same seed gives the same weights\n")
                .addParameter(long.class, "seed");
        if (onDevice) {
            method.addJavadoc(DEVICE_DOC).addParameter(RuntimeApi.DEVICE, "device");
        }
        return method.addStatement("$T model = $L", self, newSelf(onDevice))
                .addStatement("model.initialize(seed)")
                .addStatement("return model")
                .build();
    }

    private MethodSpec load(boolean onDevice) {
        MethodSpec.Builder method = factory("load")
                .addJavadoc(
                        "A model with the weights and scalers of a file that {@link #save} wrote$L.\n\n@param file to read\n$L"
                                + "@throws $T when the file is damaged, or of another model\n",
                        onDevice ? ", on a device" : ", on the CPU",
                        onDevice ? DEVICE_DOC : "",
                        RuntimeApi.MODEL_FILE_EXCEPTION)
                .addParameter(LibraryApi.PATH, "file");
        if (onDevice) {
            method.addParameter(RuntimeApi.DEVICE, "device");
        }
        return method.addStatement("$T model = $L", self, newSelf(onDevice))
                .addStatement("model.restore(file)")
                .addStatement("return model")
                .build();
    }

    private MethodSpec.Builder factory(String name) {
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(self);
    }

    private CodeBlock newSelf(boolean onDevice) {
        return onDevice
                ? CodeBlock.of("new $T(device, false)", self)
                : CodeBlock.of("new $T($T.create(), true)", self, RuntimeApi.CPU_DEVICE);
    }
}
