package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import dev.unroll.compiler.emit.JavaText;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.LabelsSpec;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Port;
import dev.unroll.compiler.types.ValueType;
import dev.unroll.compiler.types.VocabularySpec;

/**
 * The Java types of an input or output of a model that reads text or gives labels, and the code from these types to columns and
 * from values back to them.
 */
final class PortType {
    private static final ClassName STRING = ClassName.get(String.class);

    private final ModelSpec model;
    private final Port port;
    private final String owner;
    private final boolean sequence;

    PortType(ModelSpec model, Port port) {
        this(model, port, "");
    }

    /**
     * As seen from another class than the model's.
     *
     * @param owner what stands before the model's own methods: {@code model.}
     */
    PortType(ModelSpec model, Port port, String owner) {
        this.model = model;
        this.port = port;
        this.owner = owner;
        sequence = port.type().isSequence();
    }

    /** Whether a model's methods are typed by text, labels or probabilities: it has at least one such input or output. */
    static boolean isTyped(ModelSpec model) {
        return model.inputs().stream().anyMatch(PortType::isTyped)
                || model.outputs().stream().anyMatch(PortType::isTyped);
    }

    private static boolean isTyped(Port port) {
        return port.type().isIds() || port.type().isProbability();
    }

    /** Whether reading the output needs the model's own vocabulary or labels. */
    boolean readsModel() {
        return port.type().element() == ValueType.Element.TOKEN
                || (port.type().element() == ValueType.Element.LABEL
                        && !model.labels(port.type().of()).javaNames());
    }

    /** The enum of labels that are declared as names. */
    static ClassName labelsEnum(LabelsSpec labels) {
        return ClassName.get(labels.packageName(), labels.name());
    }

    /** Input or truth of one example. */
    TypeName one() {
        return switch (port.type().element()) {
            case TOKEN -> isGiven() ? listOf(STRING) : STRING;
            case LABEL -> sequence ? listOf(label()) : label();
            case PROBABILITY -> sequence ? ArrayTypeName.of(TypeName.BOOLEAN) : TypeName.BOOLEAN;
            case FLOAT, INT -> PortShape.of(port).one();
        };
    }

    /** Inputs of many examples. */
    TypeName many() {
        return isTyped(port) ? listOf(one().box()) : PortShape.of(port).many();
    }

    /** What the model says about one example. */
    TypeName predicted() {
        return switch (port.type().element()) {
            case TOKEN -> distributions(STRING);
            case LABEL -> distributions(label());
            case PROBABILITY, FLOAT, INT -> PortShape.of(port).one();
        };
    }

    /** What the model says about many examples. */
    TypeName predictedMany() {
        return port.type().isIds() ? listOf(predicted()) : PortShape.of(port).many();
    }

    private TypeName distributions(TypeName of) {
        TypeName one = ParameterizedTypeName.get(RuntimeApi.DISTRIBUTION, of);
        return sequence ? listOf(one) : one;
    }

    private TypeName label() {
        LabelsSpec labels = model.labels(port.type().of());
        return labels.javaNames() ? labelsEnum(labels) : STRING;
    }

    private boolean isGiven() {
        return sequence && model.vocabulary(port.type().of()).tokens() == VocabularySpec.Tokens.GIVEN;
    }

    /** The column of one example held by the variable {@code name}. */
    CodeBlock columnOfOne(String name) {
        if (!isTyped(port)) {
            return CodeBlock.of(
                    "$T.numbers($L)", RuntimeApi.COLUMN, PortShape.of(port).valuesOfOne(name));
        }
        return columnOf(CodeBlock.of("$T.of($N)", LibraryApi.LIST, name));
    }

    /** The column of many examples held by the variable {@code name}. */
    CodeBlock columnOfMany(String name) {
        if (!isTyped(port)) {
            return CodeBlock.of(
                    "$T.numbers($L)", RuntimeApi.COLUMN, PortShape.of(port).valuesOfMany(name));
        }
        return columnOf(CodeBlock.of("$N", name));
    }

    /** The column of the list that the generated code calls examples, one element each. */
    CodeBlock columnOfElements() {
        return columnOfExamples(CodeBlock.of("examples.stream()"), CodeBlock.of("examples"), CodeBlock.of("e"));
    }

    /** The column of the component {@code name} of a list of records, which the generated code calls examples. */
    CodeBlock columnOfExamples(ClassName example, String name) {
        CodeBlock stream = CodeBlock.of("examples.stream().map($T::$N)", example, name);
        return columnOfExamples(stream, CodeBlock.of("$L.toList()", stream), CodeBlock.of("e.$N()", name));
    }

    private CodeBlock columnOfExamples(CodeBlock stream, CodeBlock list, CodeBlock one) {
        if (isTyped(port)) {
            return columnOf(list);
        }
        PortShape shape = PortShape.of(port);
        if (shape == PortShape.NUMBER) {
            // There is no stream of float.
            return CodeBlock.of(
                    "$T.numbers($T.vectors(examples.stream().map(e -> new float[] {$L}).toArray(float[][]::new)))",
                    RuntimeApi.COLUMN,
                    RuntimeApi.VALUES,
                    one);
        }
        return CodeBlock.of(
                "$T.numbers($T.$L($L.toArray($T::new)))",
                RuntimeApi.COLUMN,
                RuntimeApi.VALUES,
                shape.fromMany(),
                stream,
                shape.many());
    }

    private CodeBlock columnOf(CodeBlock list) {
        return switch (port.type().element()) {
            case TOKEN -> CodeBlock.of("$T.$L($L)", RuntimeApi.COLUMN, isGiven() ? "tokens" : "texts", list);
            case LABEL -> labelColumn(list);
            case PROBABILITY ->
                CodeBlock.of("$T.$L($L)", RuntimeApi.COLUMN, sequence ? "flagSequences" : "flags", list);
            case FLOAT, INT -> throw new IllegalArgumentException(port.name());
        };
    }

    private CodeBlock labelColumn(CodeBlock list) {
        boolean constants = model.labels(port.type().of()).javaNames();
        if (sequence) {
            return CodeBlock.of(
                    constants
                            ? "$T.labelSequences($L.stream().map(row -> row.stream().map(Enum::name).toList()).toList())"
                            : "$T.labelSequences($L)",
                    RuntimeApi.COLUMN,
                    list);
        }
        return CodeBlock.of(
                constants ? "$T.labels($L.stream().map(Enum::name).toList())" : "$T.labels($L)",
                RuntimeApi.COLUMN,
                list);
    }

    /** Example {@code index} of the {@code Values} that {@code values} evaluates to. */
    CodeBlock readOne(CodeBlock values, CodeBlock index) {
        return port.type().isIds()
                ? CodeBlock.of("$L.$L($L, $L)", readout(), sequence ? "steps" : "row", values, index)
                : PortShape.of(port).readOne(values, index);
    }

    /** All examples of the {@code Values} that {@code values} evaluates to. */
    CodeBlock readMany(CodeBlock values) {
        return port.type().isIds()
                ? CodeBlock.of("$L.$L($L)", readout(), sequence ? "allSteps" : "rows", values)
                : PortShape.of(port).readMany(values);
    }

    private CodeBlock readout() {
        String of = port.type().of();
        if (port.type().element() == ValueType.Element.TOKEN) {
            return CodeBlock.of("$T.of($Lvocabulary($L))", RuntimeApi.READOUT, owner, JavaText.string(of));
        }
        return model.labels(of).javaNames()
                ? CodeBlock.of("$T.of($T.values())", RuntimeApi.READOUT, label())
                : CodeBlock.of("$T.of($Llabels($L))", RuntimeApi.READOUT, owner, JavaText.string(of));
    }

    /** What one example is, in words, for Javadoc. */
    String inWords() {
        String steps = PortShape.stepsInWords(port);
        return switch (port.type().element()) {
            case TOKEN -> tokenWords(steps);
            case LABEL -> sequence ? "a label for each step" : "a label";
            case PROBABILITY -> sequence ? "for each step, whether it holds" : "whether it holds";
            case FLOAT, INT -> PortShape.of(port).inWords(port);
        };
    }

    private String tokenWords(String steps) {
        String token =
                switch (model.vocabulary(port.type().of()).tokens()) {
                    case CHARACTERS -> "characters";
                    case WORDS, WHITESPACE -> "words";
                    case GIVEN -> "tokens";
                };
        if (!sequence) {
            return "one of the " + token + " of " + port.type().of();
        }
        return isGiven() ? steps + " tokens" : "text of " + steps + " " + token;
    }

    /** What the model says about one example, in words. */
    String predictedInWords() {
        return switch (port.type().element()) {
            case TOKEN, LABEL -> sequence ? "for each step, how probable each is" : "how probable each is";
            case PROBABILITY -> sequence ? "a probability for each step" : "a probability";
            case FLOAT, INT -> PortShape.of(port).inWords(port);
        };
    }

    static TypeName listOf(TypeName type) {
        return ParameterizedTypeName.get(LibraryApi.LIST, type);
    }
}
