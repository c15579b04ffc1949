package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_MISMATCH;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.VALUE_NEEDED;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.source.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Types the score of an attention over one sequence: {@code keys[pos]} is the row at each position. */
final class AttentionTyping extends TermTyping {
    private final Layer.Scoring scoring;
    private final Typed sequence;
    private final Optional<Typed> query;
    private final Optional<Typed> coverage;
    private final Span use;
    private final Set<String> read = new HashSet<>();

    /** For scores of the positions of {@code sequence} for {@code query}, used at {@code use}. */
    AttentionTyping(
            Faults faults,
            Layer.Scoring scoring,
            Typed sequence,
            Optional<Typed> query,
            Optional<Typed> coverage,
            Span use) {
        super(faults, scoring.constants(), span -> use.line(), new TermRules(faults, true));
        this.scoring = scoring;
        this.sequence = sequence;
        this.query = query;
        this.coverage = coverage;
        this.use = use;
    }

    /** The score of each position, {@code float[axis]}. */
    Typed score() {
        String stem = scoring.label().replace('.', '_');
        Typed score = typeAs(scoring.decl().value(), stem, stem + "_score");
        boolean number =
                score.rows() && score.type().isSequence() && score.type().width() == 1;
        if (!number) {
            throw faults.refuse(Diagnostic.of(
                            SIZE_MISMATCH,
                            scoring.decl().value().span(),
                            "a score is one number for each position, not " + score.type())
                    .withNote(use, "it is used here")
                    .withHelp("`dot(a, b)` makes one number of two vectors"));
        }
        return score;
    }

    boolean isRead(String weight) {
        return read.contains(weight);
    }

    @Override
    Typed named(Expr.Ref ref) {
        String name = ref.name().toString();
        read.add(name);
        Weight weight = scoring.weights().get(name);
        if (weight != null) {
            List<Integer> stored = weight.sizes();
            ValueType type = stored.size() == 2
                    ? ValueType.matrix(stored.get(1), stored.get(0))
                    : ValueType.vector(stored.get(0));
            Term term = new Term.Trained(weight, type, site(ref));
            return new Typed(term, false, ref.span(), "weight `" + name + "`");
        }
        if (query.isPresent()
                && scoring.decl().query().isPresent()
                && name.equals(scoring.decl().query().get().name().text())) {
            Typed value = query.get();
            return new Typed(value.term(), true, ref.span(), "`" + name + "`");
        }
        if (name.equals(keys())) {
            throw faults.refuse(
                    VALUE_NEEDED,
                    ref.span(),
                    "`" + name + "` has a row for each position",
                    "write `" + name + "[" + scoring.decl().position() + "]`");
        }
        throw faults.unknown(
                NAME_UNKNOWN, ref.span(), "there is no value `" + name + "` in this attention", name, known());
    }

    @Override
    public Typed index(Expr.Index index) {
        String position = scoring.decl().position().text();
        boolean covers = scoring.decl()
                .coverage()
                .filter(input -> input.name().text().equals(index.name().toString()))
                .isPresent();
        if (covers && index.position().span().text().equals(position)) {
            read.add(index.name().toString());
            return new Typed(
                    coverage.orElseThrow().term(),
                    true,
                    index.span(),
                    "`" + index.span().text() + "`");
        }
        if (!index.name().toString().equals(keys())
                || !index.position().span().text().equals(position)) {
            throw faults.refuse(
                    NAME_UNKNOWN,
                    index.span(),
                    "there is no `" + Constants.shortened(index.span().text()) + "` in this attention",
                    "write `" + keys() + "[" + position + "]`");
        }
        return new Typed(sequence.term(), true, index.span(), "`" + index.span().text() + "`");
    }

    private String keys() {
        return scoring.decl().keys().name().text();
    }

    @Override
    List<String> known() {
        Set<String> known = new TreeSet<>(scoring.weights().keySet());
        known.addAll(constants.names());
        scoring.decl().query().ifPresent(input -> known.add(input.name().text()));
        return List.copyOf(known);
    }

    @Override
    Optional<Typed> called(Expr.Call call, String name) {
        return Optional.empty();
    }

    @Override
    public Typed flow(Expr.Flow flow) {
        throw faults.notYet(flow.span(), "a flow inside an attention");
    }

    @Override
    public Typed repeat(Expr.Repeat repeat) {
        throw faults.notYet(repeat.span(), "`repeat` inside an attention");
    }
}
