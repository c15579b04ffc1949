package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.EXPECTATION;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Expectation;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.SourceFile;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.diagnostics.Severity;
import dev.unroll.compiler.resolve.Declarations;
import dev.unroll.compiler.resolve.Resolver;
import dev.unroll.compiler.source.Companions;
import dev.unroll.compiler.types.AxisLength.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/** Types {@code test} blocks: every line becomes something a generated test can check. */
final class TestTyping {
    private static final long MOST_PARAMETERS = 1L << 53;

    private final Declarations file;
    private final Companions companions;
    private final Faults faults;
    private final Constants constants;
    private final Ports ports;

    TestTyping(Declarations file, Companions companions, Faults faults, Constants constants, Ports ports) {
        this.file = file;
        this.companions = companions;
        this.faults = faults;
        this.constants = constants;
        this.ports = ports;
    }

    /** A block about a model that has {@code parameters} trained numbers. */
    TestSpec ofModel(Decl.Test test, long parameters, ModelTyping typing) {
        return spec(test, false, parameters, hasType -> typed(hasType, typing), this::stepsOfModel);
    }

    /** A block about a cell, in a model made for it. */
    TestSpec ofCell(Decl.Test test, long parameters) {
        return spec(
                test,
                true,
                parameters,
                hasType -> {
                    throw faults.notYet(hasType.span(), "a type in the test of a cell");
                },
                CellTests::steps);
    }

    private TestSpec spec(
            Decl.Test test,
            boolean cell,
            long parameters,
            Function<Expectation.HasType, TestSpec.Expectation> typed,
            Function<Expectation.Gradients, OptionalInt> steps) {
        List<TestSpec.Expectation> expectations = new ArrayList<>();
        for (Expectation expectation : test.expectations()) {
            faults.attempt(() -> expectations.add(expectation.match(new Expectation.Cases<TestSpec.Expectation>() {
                @Override
                public TestSpec.Expectation compare(Expectation.Compare compare) {
                    return count(compare, parameters);
                }

                @Override
                public TestSpec.Expectation hasType(Expectation.HasType hasType) {
                    return typed.apply(hasType);
                }

                @Override
                public TestSpec.Expectation fails(Expectation.Fails fails) {
                    return failure(fails);
                }

                @Override
                public TestSpec.Expectation gradients(Expectation.Gradients gradients) {
                    return new TestSpec.Gradients(
                            line(gradients), text(gradients), tolerance(gradients), steps.apply(gradients));
                }
            })));
        }
        return new TestSpec(test.name().text(), cell, test.span().line(), expectations);
    }

    private TestSpec.Expectation count(Expectation.Compare compare, long parameters) {
        if (!compare.left().span().text().equals("parameters")) {
            throw faults.refuse(
                    EXPECTATION,
                    compare.left().span(),
                    "`" + Constants.shortened(compare.left().span().text()) + "` cannot be compared",
                    "write `expect parameters == …`");
        }
        if (compare.comparison() != Expectation.Comparison.EQUAL) {
            throw faults.notYet(
                    compare.span(), "comparing by `" + compare.comparison().sign() + "`");
        }
        long expected = constants.whole(compare.right(), "a number of parameters", 0, MOST_PARAMETERS);
        return new TestSpec.ParameterCount(line(compare), text(compare), expected, parameters);
    }

    private TestSpec.Expectation typed(Expectation.HasType hasType, ModelTyping typing) {
        String name = hasType.value().toString();
        if (typing.value(name).isEmpty()) {
            throw faults.unknown(
                    EXPECTATION,
                    hasType.value().span(),
                    "there is no value `" + name + "` in this model",
                    name,
                    typing.known());
        }
        // An output has the type it is declared with: probabilities of labels are `label<…>` to whoever reads the
        // model.
        String found = ports.outputs().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .map(Port::type)
                .orElseGet(() -> typing.value(name).orElseThrow().type())
                .toString();
        String expected = ports.written(hasType.type()).type().toString();
        return new TestSpec.HasType(line(hasType), text(hasType), name, expected, found);
    }

    /** Compiles the file without its tests and with the block's declarations, and notes which errors that gives. */
    private TestSpec.Expectation failure(Expectation.Fails fails) {
        if (!fails.code().value().matches("RNN\\d{4}")) {
            throw faults.refuse(
                    EXPECTATION,
                    fails.code().span(),
                    "`" + fails.code().value() + "` is no code of an error",
                    "write \"RNN2104\"");
        }
        SourceFile own = file.file();
        List<Decl> declarations = new ArrayList<>(own.declarations());
        declarations.removeIf(Decl.Test.class::isInstance);
        declarations.addAll(fails.declarations());
        SourceFile more = new SourceFile(own.span(), own.version(), own.packageName(), own.uses(), declarations);
        List<SourceFile> files = new ArrayList<>(this.file.others());
        files.replaceAll(other -> isOwn(other) ? more : other);
        Diagnostics diagnostics = new Diagnostics();
        Resolver.resolve(files, diagnostics).stream()
                .filter(resolved -> isOwn(resolved.file()))
                .forEach(resolved -> Checker.check(resolved, companions, diagnostics));
        List<String> found = diagnostics.sorted().stream()
                .filter(d -> d.severity() == Severity.ERROR)
                .map(d -> d.code().id())
                .distinct()
                .toList();
        return new TestSpec.Fails(line(fails), text(fails), fails.code().value(), found);
    }

    private boolean isOwn(SourceFile other) {
        return other.span().source().equals(file.file().span().source());
    }

    private double tolerance(Expectation.Gradients gradients) {
        double tolerance = gradients.tolerance().value();
        if (tolerance <= 0 || tolerance >= 1) {
            throw faults.refuse(
                    EXPECTATION,
                    gradients.tolerance().span(),
                    "a tolerance is between 0 and 1, not " + Constants.shown(tolerance));
        }
        return tolerance;
    }

    private OptionalInt stepsOfModel(Expectation.Gradients gradients) {
        if (gradients.sizes().isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalInt steps = OptionalInt.empty();
        for (Expr.Field field : gradients.sizes().get().fields()) {
            if (!field.name().text().equals("steps") || field.value().isEmpty()) {
                throw faults.refuse(
                        EXPECTATION,
                        field.span(),
                        "the test of a model takes only `steps`; its sizes are those of its hyper-parameters");
            }
            int given = constants.size(field.value().get(), "`steps`");
            if (ports.inputs().stream().anyMatch(p -> !fits(p.length(), given))) {
                throw faults.refuse(Diagnostic.of(
                        EXPECTATION, field.span(), "the sequences of this model cannot have " + given + " steps"));
            }
            steps = OptionalInt.of(given);
        }
        return steps;
    }

    private static boolean fits(AxisLength length, int steps) {
        boolean exact = length.kind() != Kind.FIXED || length.steps() == steps;
        return exact && (length.kind() != Kind.BOUNDED || steps <= length.steps());
    }

    private static int line(Expectation expectation) {
        return expectation.span().line();
    }

    private static String text(Expectation expectation) {
        return expectation.span().text().replaceAll("\\s+", " ");
    }
}
