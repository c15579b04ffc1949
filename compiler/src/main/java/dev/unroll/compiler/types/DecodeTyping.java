package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.BLOCK_REPEATED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_MISSING;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_VALUE;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.types.SearchSpec.Limit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Types a {@code decode} block. */
final class DecodeTyping {
    private static final List<String> STRATEGIES = List.of("greedy", "beam", "sample");
    private static final List<String> SETTINGS = List.of("limit", "minimum", "block_ngrams", "unknown");
    private static final int MOST_TOKENS = 1_000_000;
    private static final int MOST_PER_STEP = 1000;

    private final Faults faults;
    private final Constants constants;
    private final TrainWords words;
    private final List<Port> inputs;
    private final boolean attends;

    /**
     * For a model with these inputs.
     *
     * @param attends whether its decoder has an attention with a name
     */
    DecodeTyping(Faults faults, Constants constants, List<Port> inputs, boolean attends) {
        this.faults = faults;
        this.constants = constants;
        this.words = new TrainWords(faults, constants);
        this.inputs = inputs;
        this.attends = attends;
    }

    /** The names of strategies and settings, for checks of the documents. */
    static List<String> strategies() {
        return STRATEGIES;
    }

    static List<String> settings() {
        return SETTINGS;
    }

    /** What holds without a block. */
    SearchSpec standard() {
        return SearchSpec.standard(inputs.stream()
                .filter(port -> port.type().isSequence())
                .map(Port::name)
                .findFirst()
                .orElse(""));
    }

    /** The block, or empty if a fault in it was reported. */
    Optional<SearchSpec> spec(Decl.Decode block) {
        int before = faults.diagnostics().errorCount();
        Settings settings = new Settings(faults, block.name(), block.settings(), SETTINGS, Set.of());
        SearchSpec plain = standard();
        Optional<SearchSpec> strategy = faults.attempt(() -> strategy(block, plain));
        Optional<Limit> limit = settings.get("limit").isEmpty()
                ? Optional.of(plain.limit())
                : faults.attempt(() -> limit(settings.get("limit").orElseThrow()));
        int minimum = whole(settings, "minimum");
        int blocked = whole(settings, "block_ngrams");
        boolean unknown = settings.get("unknown")
                .flatMap(e -> faults.attempt(() -> words.flag(e, "`unknown`")))
                .orElse(false);
        if (faults.diagnostics().errorCount() > before) {
            return Optional.empty();
        }
        requireRoom(settings, limit.orElseThrow(), minimum);
        if (faults.diagnostics().errorCount() > before) {
            return Optional.empty();
        }
        SearchSpec found = strategy.orElseThrow();
        return Optional.of(
                new SearchSpec(found.beam(), found.sample(), limit.orElseThrow(), minimum, blocked, unknown));
    }

    /** A limit that does not grow leaves room for the fewest tokens. */
    private void requireRoom(Settings settings, Limit limit, int minimum) {
        if (limit.input().isEmpty() && minimum > limit.more()) {
            faults.report(Diagnostic.of(
                            SETTING_VALUE,
                            settings.get("minimum").orElseThrow().span(),
                            "no output can have " + minimum + " tokens: `limit` is " + limit.more())
                    .withHelp("raise `limit`, or lower `minimum`"));
        }
    }

    private int whole(Settings settings, String name) {
        return settings.get(name)
                .flatMap(e -> faults.attempt(() -> (int) constants.whole(e, "`" + name + "`", 0, MOST_TOKENS)))
                .orElse(0);
    }

    private SearchSpec strategy(Decl.Decode block, SearchSpec plain) {
        if (block.strategies().isEmpty()) {
            throw faults.refuse(
                    SETTING_MISSING,
                    block.name().span(),
                    "this block says not how to decode",
                    "there is `greedy()`, `beam(width = 5)` and `sample(temperature = 0.8)`");
        }
        Expr.Call call = block.strategies().get(0);
        if (block.strategies().size() > 1) {
            throw faults.refuse(
                    Diagnostic.of(BLOCK_REPEATED, block.strategies().get(1).span(), "a block has one way to decode")
                            .withNote(call.span(), "the first is here")
                            .withHelp("others can be asked for in Java, by a DecodeSpec"));
        }
        return switch (call.name().toString()) {
            case "greedy" -> {
                words.options(call, "greedy", 0);
                yield plain;
            }
            case "beam" -> new SearchSpec(Optional.of(beam(call)), Optional.empty(), plain.limit(), 0, 0, false);
            case "sample" -> new SearchSpec(Optional.empty(), Optional.of(sample(call)), plain.limit(), 0, 0, false);
            default -> throw words.choice(call, "way to decode", STRATEGIES);
        };
    }

    private SearchSpec.Beam beam(Expr.Call call) {
        Arguments options = words.options(call, "beam", 1, "width", "length_penalty", "coverage_penalty", "best");
        int width = (int) constants.whole(options.need("width"), "`width` of beam", 1, 1000);
        int best = options.get("best")
                .map(e -> (int) constants.whole(e, "`best` of beam", 1, width))
                .orElse(1);
        double coverage = penalty(options, "coverage_penalty");
        if (coverage > 0 && !attends) {
            throw faults.refuse(
                    OPTION_VALUE,
                    options.need("coverage_penalty").span(),
                    "`coverage_penalty` of beam counts the weights of an attention with a name, and the decoder has none",
                    "name what the decoder attends to, as in `context = attend(…)`, or leave the penalty out");
        }
        return new SearchSpec.Beam(width, penalty(options, "length_penalty"), coverage, best);
    }

    /** {@code wu(0.6)}: the penalties of Wu et al. 2016. */
    private double penalty(Arguments options, String name) {
        return options.get(name)
                .map(e -> {
                    Expr.Call call = words.call(e, name, List.of("wu"), "write `" + name + " = wu(0.6)`");
                    return words.from0(
                            words.options(call, "wu", 1, "strength").need("strength"), "`" + name + "` of beam");
                })
                .orElse(0.0);
    }

    private SearchSpec.Sample sample(Expr.Call call) {
        Arguments options = words.options(call, "sample", 0, "temperature", "top_k", "top_p", "seed");
        double temperature = options.get("temperature")
                .map(e -> words.above0(e, "`temperature` of sample"))
                .orElse(1.0);
        int topK = options.get("top_k")
                .map(e -> (int) constants.whole(e, "`top_k` of sample", 1, MOST_TOKENS))
                .orElse(0);
        double topP = options.get("top_p").map(this::topP).orElse(1.0);
        long seed = options.get("seed")
                .map(e -> constants.whole(e, "`seed` of sample", 0, Integer.MAX_VALUE))
                .orElse(1L);
        return new SearchSpec.Sample(temperature, topK, topP, seed);
    }

    private double topP(Expr expr) {
        double value = constants.number(expr).value();
        if (!(value > 0 && value <= 1)) {
            throw faults.refuse(
                    OPTION_VALUE,
                    expr.span(),
                    "`top_p` of sample must be above 0 and at most 1, not " + Constants.shown(value));
        }
        return value;
    }

    /** A number and, perhaps, a multiple of the length of an input. */
    private Limit limit(Expr expr) {
        Limit limit = linear(expr);
        boolean grows = limit.perStep() > 0 && !limit.input().isEmpty();
        if (limit.more() < 0 || limit.perStep() < 0 || (!grows && limit.more() < 1)) {
            throw faults.refuse(
                    SETTING_VALUE,
                    expr.span(),
                    "`limit` must leave room for a token",
                    "write `limit = 2 * length(source) + 10`");
        }
        if (limit.perStep() > MOST_PER_STEP || limit.more() > MOST_TOKENS) {
            throw faults.refuse(
                    SETTING_VALUE,
                    expr.span(),
                    "`limit` is at most " + MOST_PER_STEP + " tokens for each step of an input, and " + MOST_TOKENS
                            + " more");
        }
        return limit;
    }

    private Limit linear(Expr expr) {
        Optional<Known.Num> number = constants.tryNumber(expr);
        if (number.isPresent()) {
            return new Limit(0, "", (int) constants.whole(expr, "`limit`", 0, MOST_TOKENS));
        }
        if (expr instanceof Expr.Call call && call.name().toString().equals("length")) {
            Expr of = Arguments.of(faults, call, "input").need("input");
            return new Limit(1, sequence(of), 0);
        }
        if (expr instanceof Expr.Binary binary && binary.operator() == Expr.Binary.Operator.ADD) {
            Limit left = linear(binary.left());
            Limit right = linear(binary.right());
            if (left.input().isEmpty() || right.input().isEmpty()) {
                String input = left.input() + right.input();
                int more = (int) Math.min((long) left.more() + right.more(), Integer.MAX_VALUE);
                return new Limit(left.perStep() + right.perStep(), input, more);
            }
        }
        if (expr instanceof Expr.Binary binary && binary.operator() == Expr.Binary.Operator.MULTIPLY) {
            boolean first = constants.tryNumber(binary.left()).isPresent();
            Limit of = linear(first ? binary.right() : binary.left());
            double times =
                    constants.number(first ? binary.left() : binary.right()).value();
            return new Limit(times * of.perStep(), of.input(), (int) (times * of.more()));
        }
        throw faults.refuse(
                SETTING_VALUE,
                expr.span(),
                "`limit` is a number of tokens and, perhaps, a multiple of the length of one input",
                "write `limit = 2 * length(source) + 10`");
    }

    private String sequence(Expr of) {
        String name = of.span().text();
        Port input = inputs.stream()
                .filter(port -> port.name().equals(name))
                .findFirst()
                .orElseThrow(() -> faults.unknown(
                        SETTING_VALUE,
                        of.span(),
                        "there is no input `" + name + "`",
                        name,
                        inputs.stream().map(Port::name).toList()));
        if (!input.type().isSequence()) {
            throw faults.refuse(SETTING_VALUE, of.span(), "`" + name + "` is " + input.type() + " and has no length");
        }
        return name;
    }
}
