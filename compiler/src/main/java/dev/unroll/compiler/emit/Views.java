package dev.unroll.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.plan.Buffer;
import dev.unroll.compiler.plan.Place;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields that stand for buffers and for column views of them, in a program or in one of its frames. */
final class Views {
    private final Names names;
    private final Map<Buffer, String> buffers = new LinkedHashMap<>();
    private final Map<Columns, String> columns = new LinkedHashMap<>();

    /** Some columns of a buffer that more than kernels read or write. */
    record Columns(Buffer buffer, int from, int to) {}

    Views(Names names) {
        this.names = names;
    }

    void declare(Buffer buffer, String hint) {
        buffers.put(buffer, names.fresh(hint));
    }

    Map<Buffer, String> buffers() {
        return buffers;
    }

    /** Views in order of first use; complete once all code is written. */
    Map<Columns, String> columns() {
        return columns;
    }

    /** Name of the field for the columns of a place. */
    String field(Place place) {
        String name = buffers.get(place.buffer());
        if (name == null) {
            throw new CompilerBug("emit", "no field for " + place);
        }
        if (place.isWhole()) {
            return name;
        }
        Columns key = new Columns(place.buffer(), place.from(), place.from() + place.width());
        return columns.computeIfAbsent(key, k -> names.fresh(name + "_columns_" + k.from() + "To" + k.to()));
    }

    static ClassName type(Buffer buffer) {
        return switch (buffer.storage()) {
            case WEIGHT, GRADIENT, MATRIX -> RuntimeApi.MATRIX;
            case ROWS -> RuntimeApi.ROWS;
            case SEQUENCE, STATE -> RuntimeApi.SEQUENCE;
            case SPANS -> RuntimeApi.SPANS;
            case PAIRS -> RuntimeApi.PAIRS;
        };
    }

    /** Which spans of a field a place is, with the readers they belong to. */
    static CodeBlock spans(Place place) {
        return switch (place.access()) {
            case ALL -> CodeBlock.of(".$L()", RuntimeApi.ALL);
            case AT -> CodeBlock.of(".$L(t)", RuntimeApi.AT);
            case BEFORE, INITIAL -> throw new CompilerBug("emit", "no spans before a step: " + place);
        };
    }

    /** Which rows of a field a place is: nothing for fixed matrices, {@code .at(t)} and so on for the others. */
    static CodeBlock rows(Place place) {
        return switch (place.buffer().storage()) {
            case WEIGHT, GRADIENT, MATRIX -> CodeBlock.of("");
            case ROWS, SEQUENCE, STATE ->
                switch (place.access()) {
                    case ALL -> CodeBlock.of(".$L()", RuntimeApi.ALL);
                    case AT -> CodeBlock.of(".$L(t)", RuntimeApi.AT);
                    case BEFORE -> CodeBlock.of(".$L(t)", RuntimeApi.BEFORE);
                    case INITIAL -> CodeBlock.of(".$L()", RuntimeApi.INITIAL);
                };
            case SPANS, PAIRS -> CodeBlock.of("$L.$L()", spans(place), RuntimeApi.SPAN_ROWS_ROWS);
        };
    }
}
