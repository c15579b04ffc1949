package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.Port;

/** The four shapes of an input or output, and the Java types that say them. */
enum PortShape {
    /** {@code float[1]}: a number per example. */
    NUMBER(0, "number", "numbers", "vectors", "number", "numbers"),
    /** {@code float[n]}. */
    VECTOR(1, "vector", "vectors", "vectors", "row", "rows"),
    /** {@code float[time, 1]}: a number per step. */
    NUMBERS(1, "sequence", "sequences", "sequences", "row", "rows"),
    /** {@code float[time, n]}. */
    VECTORS(2, "sequence", "sequences", "sequences", "steps", "allSteps");

    private final int dimensions;
    private final String fromOne;
    private final String fromMany;
    private final String fromArray;
    private final String readOne;
    private final String readMany;

    PortShape(int dimensions, String fromOne, String fromMany, String fromArray, String readOne, String readMany) {
        this.dimensions = dimensions;
        this.fromOne = fromOne;
        this.fromMany = fromMany;
        this.fromArray = fromArray;
        this.readOne = readOne;
        this.readMany = readMany;
    }

    static PortShape of(Port port) {
        if (port.type().isSequence()) {
            return port.width() == 1 ? NUMBERS : VECTORS;
        }
        return port.width() == 1 ? NUMBER : VECTOR;
    }

    /** Java type of one example. */
    TypeName one() {
        return LibraryApi.floats(dimensions);
    }

    /** Java type of many examples. */
    TypeName many() {
        return LibraryApi.floats(dimensions + 1);
    }

    /** {@code Values} of one example held by the variable {@code name}. */
    CodeBlock valuesOfOne(String name) {
        return CodeBlock.of("$T.$L($N)", RuntimeApi.VALUES, fromOne, name);
    }

    /** {@code Values} of many examples. */
    CodeBlock valuesOfMany(String name) {
        return CodeBlock.of("$T.$L($N)", RuntimeApi.VALUES, fromMany, name);
    }

    /** {@code Values} of an INDArray. */
    CodeBlock valuesOfArray(String name, int width) {
        return CodeBlock.of("$T.$L($N, $L)", RuntimeApi.VALUES, fromArray, name, width);
    }

    /** Example {@code index} of the {@code Values} that {@code values} evaluates to. */
    CodeBlock readOne(CodeBlock values, CodeBlock index) {
        return CodeBlock.of("$L.$L($L)", values, readOne, index);
    }

    /** All examples of the {@code Values} that {@code values} evaluates to. */
    CodeBlock readMany(CodeBlock values) {
        return CodeBlock.of("$L.$L()", values, readMany);
    }

    /** The method of {@code Values} that reads many examples. */
    String fromMany() {
        return fromMany;
    }

    /** How many steps an example has. */
    static String stepsInWords(Port port) {
        return switch (port.length().kind()) {
            case NONE -> "";
            case FREE -> "one or more";
            case FIXED -> Integer.toString(port.length().steps());
            case BOUNDED -> "1 to " + port.length().steps();
        };
    }

    /** What one example is, in words, for Javadoc. */
    String inWords(Port port) {
        String length = stepsInWords(port);
        return switch (this) {
            case NUMBER -> "a number";
            case VECTOR -> port.width() + " numbers";
            case NUMBERS -> length + " numbers, oldest first";
            case VECTORS -> length + " steps, oldest first, of " + port.width() + " numbers each";
        };
    }
}
