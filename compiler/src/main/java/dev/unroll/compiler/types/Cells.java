package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SIZE_MISMATCH;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.STATE_UNSET;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.TYPE_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.UNUSED;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.ast.Param;
import dev.unroll.compiler.ast.State;
import dev.unroll.compiler.ast.Statement;
import dev.unroll.compiler.ast.TypeExpr;
import dev.unroll.compiler.ast.Weights;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.ir.Parameter.Init;
import dev.unroll.compiler.resolve.NameRules;
import dev.unroll.compiler.resolve.NameRules.Shape;
import dev.unroll.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Makes one instance of a cell: a layer with sizes, weights and typed equations. */
final class Cells {
    private final Faults faults;
    private final Optional<Span> use;

    /** For a cell used at a place, or made for a test. */
    Cells(Faults faults, Optional<Span> use) {
        this.faults = faults;
        this.use = use;
    }

    /** An instance, the weights made for it, and the values of the model that its states start from. */
    record Instance(TypedCell cell, List<Weight> weights, Map<String, Term> given, int width) {}

    /**
     * The instance of {@code written} for inputs of {@code width} numbers per step.
     *
     * @param constants values of the cell's parameters; input sizes are bound in it
     * @param lines the line to blame for a place in the cell
     */
    Instance instance(Decl.Cell written, Constants constants, String label, int width, ToIntFunction<Span> lines) {
        int before = faults.diagnostics().errorCount();
        declareNames(written);
        Param input = onlyInput(written);
        bindInputSize(input, constants, width);
        CellFolding folding = new CellFolding(faults, constants);
        Decl.Cell decl = folding.fold(written);
        CellTyping typing = new CellTyping(faults, constants, lines, label);
        typing.input(input.name().text(), width, input.span());
        decl.weights().forEach(group -> faults.attempt(() -> weights(group, constants, typing)));
        List<TypedCell.State> states = new ArrayList<>();
        decl.states().forEach(state -> faults.attempt(() -> states.add(state(state, constants, typing))));
        if (faults.diagnostics().errorCount() > before) {
            throw new Refused();
        }
        typing.infer(decl.step(), decl.emit().value());
        List<Binding> equations = new ArrayList<>();
        decl.step().forEach(equation -> typing.equation(equation).ifPresent(equations::add));
        decl.states().forEach(state -> checkSet(state.name(), typing));
        Optional<Typed> emitted = typing.emitted(decl.emit().value());
        if (faults.diagnostics().errorCount() == before) {
            typing.unsized().forEach(faults::report);
        }
        if (faults.diagnostics().errorCount() == before) {
            checkUsed(decl, constants, name -> typing.isRead(name) || folding.isLost(name));
        }
        if (faults.diagnostics().errorCount() > before || emitted.isEmpty()) {
            throw new Refused();
        }
        Term emit = emitted.get().term();
        TypedCell cell = new TypedCell(label, input.name().text(), states, equations, emit);
        return new Instance(cell, typing.weights(), typing.given(), emit.type().width());
    }

    private void declareNames(Decl.Cell decl) {
        NameRules names = NameRules.ofNames(faults.diagnostics());
        decl.parameters().forEach(parameter -> names.declare(parameter.name(), Shape.ANY, "a parameter"));
        decl.inputs().forEach(input -> names.declare(input.name(), Shape.ANY, "an input"));
        decl.weights().forEach(group -> group.names().forEach(name -> names.declare(name, Shape.ANY, "a weight")));
        NameRules inStep = NameRules.ofNames(faults.diagnostics());
        decl.states().forEach(state -> inStep.declare(state.name(), Shape.ANY, "a state"));
        decl.states().forEach(state -> names.declare(state.name(), Shape.ANY, "a state"));
        NameRules equations = NameRules.ofNames(faults.diagnostics());
        for (Statement.Binding equation : decl.step()) {
            boolean state = decl.states().stream()
                    .anyMatch(s -> s.name().text().equals(equation.name().text()));
            (state ? equations : names).declare(equation.name(), Shape.ANY, "a value");
        }
    }

    private Param onlyInput(Decl.Cell decl) {
        if (decl.inputs().isEmpty()) {
            throw faults.refuse(
                    NAME_UNKNOWN,
                    decl.name().span(),
                    "cell `" + decl.name() + "` has no input",
                    "write `cell " + decl.name() + "(…)(x: float[n])`");
        }
        if (decl.inputs().size() > 1) {
            throw faults.notYet(decl.inputs().get(1).span(), "a cell with several inputs");
        }
        return decl.inputs().get(0);
    }

    /** {@code x: float[n]} binds n; {@code x: float[3]} demands 3. */
    private void bindInputSize(Param input, Constants constants, int width) {
        List<TypeExpr.Dim> dims = floatDims(input.type());
        input.initial().ifPresent(e -> {
            throw faults.notYet(e.span(), "a default for an input");
        });
        if (dims.size() != 1 || !(dims.get(0) instanceof TypeExpr.Dim.Plain plain)) {
            throw faults.refuse(
                    TYPE_UNKNOWN,
                    input.type().span(),
                    "the input of a cell is the row of one step, `float[n]`",
                    "write `float[n]`");
        }
        boolean fresh = plain.value() instanceof Expr.Ref ref
                && ref.name().isSingle()
                && !constants.has(ref.name().toString());
        if (fresh) {
            constants.bind(plain.span().text(), new Known.Num(width, true));
            return;
        }
        int size = constants.size(plain.value(), "a size");
        if (size != width) {
            Diagnostic fault = Diagnostic.of(
                    SIZE_MISMATCH,
                    input.type().span(),
                    "this cell reads float[" + size + "] and is given float[" + width + "]");
            throw faults.refuse(
                    use.map(place -> fault.withNote(place, "it is used here")).orElse(fault));
        }
    }

    private void weights(Weights group, Constants constants, CellTyping typing) {
        List<Integer> sizes = sizes(group.type(), constants);
        ValueType type = new ValueType(ValueType.Element.FLOAT, List.of(), sizes);
        boolean matrix = sizes.size() == 2;
        Init init = group.init().map(e -> constants.init(e, "`init`")).orElse(matrix ? Init.GLOROT : Init.ZEROS);
        group.names().forEach(name -> typing.weight(name.text(), type, init, name.span()));
    }

    private TypedCell.State state(State state, Constants constants, CellTyping typing) {
        List<Integer> sizes = sizes(state.type(), constants);
        if (sizes.size() != 1) {
            throw faults.refuse(TYPE_UNKNOWN, state.type().span(), "a state is one row, `float[n]`");
        }
        StateStart start = constants
                .start(state.initial(), "a state's first value")
                .of(state.name().text());
        return typing.state(state.name().text(), sizes.get(0), start, state.span());
    }

    private List<Integer> sizes(TypeExpr type, Constants constants) {
        List<Integer> sizes = new ArrayList<>();
        for (TypeExpr.Dim dim : floatDims(type)) {
            if (!(dim instanceof TypeExpr.Dim.Plain plain)) {
                throw faults.refuse(TYPE_UNKNOWN, dim.span(), "there is no axis inside a cell; sizes are numbers");
            }
            sizes.add(constants.size(plain.value(), "a size"));
        }
        if (sizes.isEmpty() || sizes.size() > 2) {
            throw faults.refuse(
                    TYPE_UNKNOWN, type.span(), "one or two sizes are needed: `float[n]` or `float[out, in]`");
        }
        return sizes;
    }

    private List<TypeExpr.Dim> floatDims(TypeExpr type) {
        if (!type.kind().text().equals("float") || type.of().isPresent()) {
            throw faults.refuse(TYPE_UNKNOWN, type.span(), "a cell works on `float[…]` only");
        }
        return type.dims();
    }

    private void checkSet(Name state, CellTyping typing) {
        if (!typing.isSet(state.text())) {
            faults.report(Diagnostic.of(STATE_UNSET, state.span(), "state `" + state + "` has no equation")
                    .withHelp("write `" + state + " = …` in `step`"));
            typing.fail(state.text());
        }
    }

    private void checkUsed(Decl.Cell decl, Constants constants, Predicate<String> read) {
        for (Param parameter : decl.parameters()) {
            String name = parameter.name().text();
            checkRead(parameter.name(), "parameter", constants.isUsed(name) || read.test(name));
        }
        decl.inputs()
                .forEach(i -> checkRead(i.name(), "input", read.test(i.name().text())));
        decl.weights().forEach(g -> g.names().forEach(n -> checkRead(n, "weight", read.test(n.text()))));
        decl.states()
                .forEach(s -> checkRead(s.name(), "state", read.test(s.name().text())));
        decl.step().forEach(e -> checkRead(e.name(), "value", read.test(e.name().text())));
    }

    private void checkRead(Name name, String what, boolean read) {
        if (!read) {
            faults.report(Diagnostic.of(UNUSED, name.span(), what + " `" + name + "` is never used")
                    .withHelp("use it or take it out"));
        }
    }
}
