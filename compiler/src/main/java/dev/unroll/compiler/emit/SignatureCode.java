package dev.unroll.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.types.DecoderSpec;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Port;
import dev.unroll.compiler.types.Scaling;
import java.util.List;

/** The constant that says what a model looks like from outside. */
final class SignatureCode {
    private static final ClassName PORT = RuntimeApi.MODEL_SIGNATURE.nestedClass("Port");
    private static final ClassName AXIS = RuntimeApi.MODEL_SIGNATURE.nestedClass("Axis");
    private static final ClassName HYPER_PARAMETER = RuntimeApi.MODEL_SIGNATURE.nestedClass("HyperParameter");

    private static final ClassName DECODER = RuntimeApi.MODEL_SIGNATURE.nestedClass("Decoder");
    private static final ClassName MEMORY = RuntimeApi.MODEL_SIGNATURE.nestedClass("Memory");
    private static final ClassName ATTENTION = RuntimeApi.MODEL_SIGNATURE.nestedClass("Attention");
    private static final ClassName STATE = RuntimeApi.MODEL_SIGNATURE.nestedClass("State");

    private SignatureCode() {}

    static CodeBlock of(ModelSpec model, Program program) {
        CodeBlock hyperParameters = model.hyperParameters().stream()
                .map(p -> CodeBlock.of(
                        "new $T($L, $L, $L)",
                        HYPER_PARAMETER,
                        JavaText.string(p.name()),
                        JavaText.string(p.text()),
                        JavaText.string(p.doc())))
                .collect(CodeBlock.joining(",\n"));
        return CodeBlock.builder()
                .add("new $T(\n$>$>", RuntimeApi.MODEL_SIGNATURE)
                .add("$L,\n$L,\n", JavaText.string(model.name()), JavaText.string(model.doc()))
                .add("$T.of($L),\n", List.class, ports(model, model.inputs(), false))
                .add("$T.of($L),\n", List.class, ports(model, model.outputs(), true))
                .add("$T.of($L),\n", List.class, hyperParameters)
                .add(states(model))
                .add(
                        "$L,\n$L)$L$<$<",
                        JavaText.string(model.source().file()),
                        JavaText.string(model.source().sha256()),
                        model.decoder()
                                .map(decoder -> decoder(model, decoder, program))
                                .orElse(CodeBlock.of("")))
                .build();
    }

    /** What its two phases hand over. */
    private static CodeBlock decoder(ModelSpec model, DecoderSpec decoder, Program program) {
        List<String> names = model.outputs().stream().map(Port::name).toList();
        CodeBlock states = decoder.states().stream()
                .map(s -> CodeBlock.of("new $T($L, $L)", STATE, JavaText.string(s.name()), s.size()))
                .collect(CodeBlock.joining(",$W"));
        List<Value> encoded = program.phases().get(0).block().results();
        CodeBlock memories =
                encoded.subList(decoder.states().size() + decoder.coverages().size(), encoded.size()).stream()
                        .map(value -> CodeBlock.of(
                                "new $T($L, $L)",
                                MEMORY,
                                JavaText.string(value.type().extent().axis()),
                                value.type().width()))
                        .collect(CodeBlock.joining(",$W"));
        CodeBlock attentions = decoder.attentions().stream()
                .map(a ->
                        CodeBlock.of("new $T($L, $L)", ATTENTION, JavaText.string(a.name()), JavaText.string(a.axis())))
                .collect(CodeBlock.joining(",$W"));
        CodeBlock coverages = decoder.coverages().stream().map(JavaText::string).collect(CodeBlock.joining(",$W"));
        return CodeBlock.of(
                ".decoding(new $T($L, $T.of($L), $T.of($L), $T.of($L), $T.of($L)))",
                DECODER,
                names.indexOf(decoder.output()),
                List.class,
                states,
                List.class,
                coverages,
                List.class,
                memories,
                List.class,
                attentions);
    }

    /** Nothing for a model without state ports. */
    private static CodeBlock states(ModelSpec model) {
        CodeBlock states = model.states().stream()
                .map(s -> CodeBlock.of("new $T($L, $L)", STATE, JavaText.string(s.name()), s.width()))
                .collect(CodeBlock.joining(",\n"));
        return states.isEmpty() ? states : CodeBlock.of("$T.of($L),\n", List.class, states);
    }

    private static CodeBlock ports(ModelSpec model, List<Port> ports, boolean outputs) {
        return ports.stream()
                .map(port -> CodeBlock.of(
                        "new $T($L, $L, $L, $L, $L$L)",
                        PORT,
                        JavaText.string(port.name()),
                        axis(port),
                        outputs ? model.width(port) : port.width(),
                        port.scaling()
                                .map(SignatureCode::scaling)
                                .orElse(CodeBlock.of("$T.none()", RuntimeApi.SCALING)),
                        JavaText.string(port.doc()),
                        ContentCode.of(model, port)))
                .collect(CodeBlock.joining(",\n"));
    }

    private static CodeBlock axis(Port port) {
        return switch (port.length().kind()) {
            case NONE -> CodeBlock.of("$T.none()", AXIS);
            case FREE -> CodeBlock.of("$T.free($L)", AXIS, axisName(port));
            case FIXED ->
                CodeBlock.of(
                        "$T.fixed($L, $L)", AXIS, axisName(port), port.length().steps());
            case BOUNDED ->
                CodeBlock.of(
                        "$T.bounded($L, $L)",
                        AXIS,
                        axisName(port),
                        port.length().steps());
        };
    }

    private static CodeBlock axisName(Port port) {
        return JavaText.string(port.type().axes().get(0));
    }

    private static CodeBlock scaling(Scaling scaling) {
        if (scaling instanceof Scaling.MinMax minMax) {
            return CodeBlock.of(
                    "$T.minmax($L, $L)",
                    RuntimeApi.SCALING,
                    JavaText.doubleLiteral(minMax.low()),
                    JavaText.doubleLiteral(minMax.high()));
        }
        if (scaling instanceof Scaling.Like like) {
            return CodeBlock.of("$T.like($L)", RuntimeApi.SCALING, JavaText.string(like.input()));
        }
        return CodeBlock.of("$T.standard()", RuntimeApi.SCALING);
    }
}
