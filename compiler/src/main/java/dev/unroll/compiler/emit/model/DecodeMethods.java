package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.unroll.compiler.emit.JavaText;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.DecoderSpec;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Port;
import java.util.List;
import java.util.function.Function;
import javax.lang.model.element.Modifier;

/** The methods of a model class that find outputs of its decoder: for one example, for many, in any way. */
final class DecodeMethods {
    private static final TypeName ONE = RuntimeApi.DECODED;
    private static final String FOUND = "@return text, tokens, log-probability, score and the weights of attention\n";
    private static final TypeName MANY = ParameterizedTypeName.get(LibraryApi.LIST, ONE);

    private final ModelSpec model;
    private final ModelNames names;
    private final DecoderSpec decoder;

    DecodeMethods(ModelSpec model, ModelNames names) {
        this.model = model;
        this.names = names;
        this.decoder = model.decoder().orElseThrow();
    }

    FieldSpec field() {
        return FieldSpec.builder(RuntimeApi.DECODE_SPEC, "DECODING", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc(
                        "How outputs are searched for unless asked for otherwise: $L.\n",
                        JavaText.javadoc(DecodeSpecCode.inWords(decoder.search())))
                .build();
    }

    CodeBlock initializer() {
        return CodeBlock.builder()
                .addStatement("DECODING = $L", DecodeSpecCode.of(decoder.search()))
                .build();
    }

    List<MethodSpec> methods() {
        return List.of(one(), many(), search(), searchAll(), beginning(), logProbability());
    }

    private PortType type(Port port) {
        return new PortType(model, port);
    }

    private MethodSpec one() {
        return start("decode", "The output for one example, as {@link #DECODING} says.", false)
                .addJavadoc(FOUND)
                .returns(ONE)
                .addStatement(
                        "return decodeColumns(DECODING, $T.of(), $L).get(0).get(0)", LibraryApi.LIST, columns(false))
                .build();
    }

    private MethodSpec many() {
        return start("decodeAll", "The outputs for many examples, as {@link #DECODING} says.", true)
                .addJavadoc(FOUND)
                .returns(MANY)
                .addCode(
                        "return decodeColumns(DECODING, $T.of(), $L).stream()\n$>$>.map(found -> found.get(0))\n.toList();\n$<$<",
                        LibraryApi.LIST,
                        columns(true))
                .build();
    }

    private MethodSpec search() {
        return start("search", "Outputs for one example, best first.", false, how())
                .addJavadoc(FOUND)
                .returns(MANY)
                .addStatement("return decodeColumns(how, $T.of(), $L).get(0)", LibraryApi.LIST, columns(false))
                .build();
    }

    private MethodSpec searchAll() {
        return start("searchAll", "Outputs for many examples, each best first.", true, how())
                .addJavadoc(FOUND)
                .returns(ParameterizedTypeName.get(LibraryApi.LIST, MANY))
                .addStatement("return decodeColumns(how, $T.of(), $L)", LibraryApi.LIST, columns(true))
                .build();
    }

    private MethodSpec beginning() {
        MethodSpec.Builder method = start(
                "decodeFrom",
                "The output for one example that begins with given tokens, as {@link #DECODING} says.",
                false,
                new Given(
                        ParameterizedTypeName.get(LibraryApi.LIST, ClassName.get(String.class)),
                        "beginning",
                        "tokens"));
        return method.addJavadoc(FOUND)
                .returns(ONE)
                .addStatement("return decodeColumns(DECODING, beginning, $L).get(0).get(0)", columns(false))
                .build();
    }

    private MethodSpec logProbability() {
        Port output = model.outputs().get(0);
        String name = names.variable(output);
        MethodSpec.Builder method = start(
                "logProbability",
                "The natural logarithm of the probability of an output, its end included; what training makes greater.",
                false);
        return method.addParameter(type(output).one(), name)
                .addJavadoc("@param $L $L\n", name, type(output).inWords())
                .returns(TypeName.DOUBLE)
                .addStatement("return logProbabilities($L, $L)[0]", type(output).columnOfOne(name), columns(false))
                .build();
    }

    private record Given(TypeName type, String name, String doc) {}

    private static Given how() {
        return new Given(RuntimeApi.DECODE_SPEC, "how", "to search or to draw");
    }

    private MethodSpec.Builder start(String name, String sentence, boolean many, Given... before) {
        MethodSpec.Builder method =
                MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC).addJavadoc("$L\n\n", sentence);
        for (Given given : before) {
            method.addParameter(given.type(), given.name()).addJavadoc("@param $L $L\n", given.name(), given.doc());
        }
        for (Port port : model.inputs()) {
            String variable = names.variable(port);
            method.addParameter(many ? type(port).many() : type(port).one(), variable);
            method.addJavadoc(
                    "@param $L $L$L\n",
                    variable,
                    many ? "per example, " : "",
                    type(port).inWords());
        }
        return method;
    }

    private CodeBlock columns(boolean many) {
        Function<Port, CodeBlock> column = port -> many
                ? type(port).columnOfMany(names.variable(port))
                : type(port).columnOfOne(names.variable(port));
        return model.inputs().stream().map(column).collect(CodeBlock.joining(", "));
    }
}
