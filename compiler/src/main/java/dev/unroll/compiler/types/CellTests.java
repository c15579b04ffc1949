package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.EXPECTATION;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Doc;
import dev.unroll.compiler.ast.Expectation;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Param;
import dev.unroll.compiler.ast.TypeExpr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Parameter.Init;
import dev.unroll.compiler.resolve.Declarations;
import dev.unroll.compiler.source.Companions;
import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Makes a small model around a cell, {@code x -> Cell(...)}, for its {@code test} blocks or only to check it. */
final class CellTests {
    private static final String AXIS = "time";
    private static final int PROBE_SIZE = 4;
    private static final int PROBE_INPUT = 3;

    private final Declarations file;
    private final Companions companions;
    private final Faults faults;

    CellTests(Declarations file, Companions companions, Faults faults) {
        this.file = file;
        this.companions = companions;
        this.faults = faults;
    }

    /** The model for a cell's tests, or empty if a fault was reported. */
    Optional<TypedModel> model(Decl.Cell cell, List<Decl.Test> tests) {
        int before = faults.diagnostics().errorCount();
        Map<String, Expr> sizes = sizes(tests);
        Constants outside = new Constants(faults);
        Constants own = new Constants(faults);
        for (Param parameter : cell.parameters()) {
            bind(parameter, sizes, outside, own, tests.get(0));
        }
        int width = width(cell, sizes, outside, own, tests.get(0));
        sizes.remove("steps");
        sizes.forEach((name, value) -> faults.report(
                Diagnostic.of(EXPECTATION, value.span(), "cell `" + cell.name() + "` has no size `" + name + "`")));
        Cells.Instance instance = new Cells(faults, Optional.empty())
                .instance(cell, own, cell.name().text().toLowerCase(Locale.ROOT), width, Span::line);
        TestTyping typing = new TestTyping(
                file,
                companions,
                faults,
                own,
                new Ports(faults, own, TextBlocks.of(file, companions, new Faults(new Diagnostics()))));
        long count = instance.weights().stream().mapToLong(Weight::count).sum();
        List<TestSpec> specs =
                tests.stream().map(test -> typing.ofCell(test, count)).toList();
        return faults.diagnostics().errorCount() > before
                ? Optional.empty()
                : Optional.of(around(cell, instance, width, specs));
    }

    /** Checks a cell that nothing uses, with small sizes where none are given. */
    void probe(Decl.Cell cell) {
        Constants own = new Constants(faults);
        for (Param parameter : cell.parameters()) {
            String name = parameter.name().text();
            own.bind(name, probed(new ParameterBinding(faults).kindOfCell(parameter)));
        }
        parametersByDefault(cell, own);
        int width = inputSize(cell)
                .flatMap(own::tryNumber)
                .map(n -> (int) n.value())
                .orElse(PROBE_INPUT);
        new Cells(faults, Optional.empty())
                .instance(cell, own, cell.name().text().toLowerCase(Locale.ROOT), width, Span::line);
    }

    private static Known probed(String kind) {
        return switch (kind) {
            case "int" -> new Known.Num(PROBE_SIZE, true);
            case "float" -> new Known.Num(0.5, false);
            case "function" -> new Known.Function(Fn.TANH);
            case "init" -> new Known.InitOf(Init.ZEROS);
            case "flag" -> new Known.Flag(false);
            default -> Known.Start.of(StateStart.ZEROS);
        };
    }

    private void parametersByDefault(Decl.Cell cell, Constants own) {
        List<Param> given =
                cell.parameters().stream().filter(p -> p.initial().isPresent()).toList();
        Arguments none = Arguments.match(faults, cell.name().text(), cell.span(), List.of(), List.of(), 0, Set.of());
        Constants defaults = new ParameterBinding(faults)
                .ofCell(given, none, Map.of(), own, cell.name().text(), cell.span());
        given.forEach(p -> defaults.get(p.name().text())
                .ifPresent(value -> own.bind(p.name().text(), value)));
    }

    /** {@code steps} of a gradient check; sequences of any length when it says none. */
    static OptionalInt steps(Expectation.Gradients gradients) {
        return gradients.sizes().stream()
                .flatMap(record -> record.fields().stream())
                .filter(field -> field.name().text().equals("steps"))
                .flatMap(field -> field.value().stream())
                .filter(Expr.Num.class::isInstance)
                .mapToInt(value -> (int) ((Expr.Num) value).value())
                .findFirst();
    }

    /** The sizes after {@code with}; the same for all lines about one cell. */
    private Map<String, Expr> sizes(List<Decl.Test> tests) {
        Map<String, Expr> sizes = new LinkedHashMap<>();
        for (Decl.Test test : tests) {
            for (Expectation expectation : test.expectations()) {
                if (expectation instanceof Expectation.Gradients gradients
                        && gradients.sizes().isPresent()) {
                    gradients.sizes().get().fields().forEach(field -> take(field, sizes));
                }
            }
        }
        return sizes;
    }

    private void take(Expr.Field field, Map<String, Expr> sizes) {
        String name = field.name().text();
        Expr value = field.value()
                .orElseThrow(() -> faults.refuse(EXPECTATION, field.span(), "`" + name + "` has no value"));
        if (name.equals("steps")) {
            new Constants(faults).size(value, "`steps`");
            if (!(value instanceof Expr.Num)) {
                throw faults.refuse(EXPECTATION, value.span(), "`steps` is a plain number");
            }
        }
        Expr first = sizes.putIfAbsent(name, value);
        if (first != null && !first.span().text().equals(value.span().text()) && !name.equals("steps")) {
            throw faults.notYet(value.span(), "testing one cell with several sizes");
        }
    }

    private void bind(Param parameter, Map<String, Expr> sizes, Constants outside, Constants own, Decl.Test test) {
        String name = parameter.name().text();
        Expr given = sizes.remove(name);
        String kind = new ParameterBinding(faults).kindOfCell(parameter);
        if (given == null && parameter.initial().isEmpty()) {
            throw missing(name, test);
        }
        Arguments none = Arguments.match(faults, name, parameter.span(), List.of(), List.of(), 0, Set.of());
        Known value = given != null
                ? outside.option(kind, given, "`" + name + "`")
                : new ParameterBinding(faults)
                        .ofCell(List.of(parameter), none, Map.of(), own, name, parameter.span())
                        .get(name)
                        .orElseThrow();
        own.bind(name, value);
    }

    private Refused missing(String name, Decl.Test test) {
        return faults.refuse(
                EXPECTATION,
                test.name().span(),
                "this test needs a value for `" + name + "`",
                "write `gradients within 1e-6 with { " + name + " = 5, … }`");
    }

    private int width(Decl.Cell cell, Map<String, Expr> sizes, Constants outside, Constants own, Decl.Test test) {
        Optional<Expr> size = inputSize(cell);
        Optional<Known.Num> known = size.flatMap(own::tryNumber);
        if (known.isPresent()) {
            return (int) known.get().value();
        }
        if (size.isEmpty()) {
            return PROBE_INPUT;
        }
        String name = size.get().span().text();
        Expr given = sizes.remove(name);
        if (given == null) {
            throw missing(name, test);
        }
        return outside.size(given, "`" + name + "`");
    }

    private static Optional<Expr> inputSize(Decl.Cell cell) {
        if (cell.inputs().size() != 1 || cell.inputs().get(0).type().dims().size() != 1) {
            return Optional.empty();
        }
        TypeExpr.Dim dim = cell.inputs().get(0).type().dims().get(0);
        return dim instanceof TypeExpr.Dim.Plain plain ? Optional.of(plain.value()) : Optional.empty();
    }

    private TypedModel around(Decl.Cell decl, Cells.Instance instance, int width, List<TestSpec> tests) {
        String input = instance.cell().input();
        String output = input.equals("emitted") ? "result" : "emitted";
        ValueType in = ValueType.sequence(AXIS, width);
        ValueType out = ValueType.sequence(AXIS, instance.width());
        Site site = new Site(decl.name().span().line(), instance.cell().label(), output);
        Term run = new Term.Recur(instance.cell(), new Term.Read(input, in, site), false, Map.of(), out, site);
        Port reads = new Port(input, input, in, AxisLength.FREE, Optional.empty(), "");
        Port gives = new Port(output, output, out, AxisLength.FREE, Optional.empty(), "");
        ModelSpec spec = new ModelSpec(
                Digests.packageName(file.file()),
                decl.name().text(),
                decl.doc().map(Doc::text).orElse(""),
                List.of(),
                List.of(reads),
                List.of(gives),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                TestSpec.joined(tests),
                Digests.of(decl.span()),
                true);
        return new TypedModel(spec, instance.weights(), new ArrayList<>(List.of(new Binding(output, run))));
    }
}
