package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.IDS_NEEDED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NUMBERS_NEEDED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_MISMATCH;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.ir.Parameter.Init;
import dev.unroll.compiler.ir.Parameter.Kind;
import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the layer {@code Embedding}, the only one that reads tokens and labels, and applies it. */
final class Embeddings {
    /** The layer's name. */
    static final String WORD = "Embedding";

    /** Names of its options. */
    static final List<String> OPTIONS = List.of("n", "init", "frozen", "weights");

    private final Faults faults;
    private final Constants constants;
    private final List<Weight> weights;
    private final List<EmbeddingFile> files = new ArrayList<>();

    Embeddings(Faults faults, Constants constants, List<Weight> weights) {
        this.faults = faults;
        this.constants = constants;
        this.weights = weights;
    }

    /** Files that embeddings made so far start from. */
    List<EmbeddingFile> files() {
        return files;
    }

    Layer.Embedding make(Expr.Call call, String label, Typed input) {
        Arguments arguments = Arguments.match(faults, WORD, call.span(), call.arguments(), OPTIONS, 1, Set.of());
        int size = constants.size(arguments.need("n"), "`n` of " + WORD);
        Init init = arguments
                .get("init")
                .map(e -> constants.init(e, "`init` of " + WORD))
                .orElse(Init.GLOROT);
        boolean frozen = arguments.get("frozen").map(this::flag).orElse(false);
        Optional<String> file = arguments.get("weights").map(this::file);
        requireIds(faults, input, call.span());
        Known.Num rows = (Known.Num) constants.get(input.type().of() + ".size").orElseThrow();
        Weight table =
                new Weight(label + ".weights", List.of((int) rows.value(), size), false, init, Kind.EMBEDDING, frozen);
        weights.add(table);
        file.ifPresent(
                path -> files.add(new EmbeddingFile(table.name(), input.type().of(), path)));
        return new Layer.Embedding(WORD, label, input.type().of(), table);
    }

    private boolean flag(Expr expr) {
        if (expr instanceof Expr.Flag flag) {
            return flag.value();
        }
        throw faults.refuse(OPTION_VALUE, expr.span(), "`frozen` of Embedding is `true` or `false`");
    }

    private String file(Expr expr) {
        if (expr instanceof Expr.Call call
                && call.name().toString().equals("file")
                && Arguments.of(faults, call, "path").need("path") instanceof Expr.Text path
                && !path.value().isEmpty()) {
            return path.value();
        }
        throw faults.refuse(
                OPTION_VALUE,
                expr.span(),
                "`weights` of Embedding is the name of a file",
                "write `weights = file(\"glove.txt\")`: on each line a token and its numbers");
    }

    /** Applies it; needs nothing but the faults to report. */
    static Typed apply(Faults faults, Layer.Embedding layer, Typed input, Span span) {
        requireIds(faults, input, span);
        if (!input.type().of().equals(layer.of())) {
            throw faults.refuse(Diagnostic.of(
                            SIZE_MISMATCH, span, "this Embedding shares its weights with an earlier use of other ids")
                    .withLabel("this is " + input.type() + "; the first use had ids of " + layer.of())
                    .withNote(input.from(), input.maker() + " is " + input.type()));
        }
        ValueType type = input.type().withWidth(layer.weights().sizes().get(1));
        Term term = new Term.Lookup(layer.weights(), input.term(), type, Site.of(span.line(), layer.label()));
        return new Typed(term, true, span, "this Embedding");
    }

    private static void requireIds(Faults faults, Typed input, Span span) {
        if (!input.type().isIds()) {
            throw faults.refuse(Diagnostic.of(
                            IDS_NEEDED,
                            span,
                            "Embedding reads tokens or labels, but " + input.maker() + " is " + input.type())
                    .withLabel("this is " + input.type())
                    .withNote(input.from(), input.maker() + " comes from here")
                    .withHelp("for numbers there is Dense(n)"));
        }
    }

    /** Refuses tokens and labels where numbers are read. */
    static void requireNumbers(Faults faults, Typed input, String reader, Span span) {
        if (input.type().isIds()) {
            String what = input.type().element() == ValueType.Element.TOKEN ? "tokens" : "labels";
            throw faults.refuse(Diagnostic.of(
                            NUMBERS_NEEDED,
                            span,
                            reader + " reads numbers, but " + input.maker() + " has " + what + ", " + input.type())
                    .withNote(input.from(), input.maker() + " comes from here")
                    .withHelp("put Embedding(n) first: it gives each of them a row of n numbers"));
        }
    }
}
