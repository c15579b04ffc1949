package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.AXIS_MISMATCH;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_RESERVED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NOT_YET;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SCALING;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.TYPE_UNKNOWN;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Doc;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.ast.Statement;
import dev.unroll.compiler.ast.TypeExpr;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.source.Span;
import dev.unroll.compiler.types.ValueType.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Types a model's inputs and outputs, their axes and scaling. */
final class Ports {
    /** What a number of another kind brings that {@code float} does not: nothing so far. */
    private static final Set<String> FUTURE_KINDS = Set.of("int", "flag");

    private static final List<String> KINDS = List.of("float", "token", "label", "probability");

    private final Faults faults;
    private final Constants constants;
    private final TextBlocks texts;
    private final Map<String, AxisLength> lengths = new LinkedHashMap<>();
    private final Map<String, Span> places = new LinkedHashMap<>();
    private final Map<String, Port> inputs = new LinkedHashMap<>();
    private final Map<String, Port> outputs = new LinkedHashMap<>();

    Ports(Faults faults, Constants constants, TextBlocks texts) {
        this.faults = faults;
        this.constants = constants;
        this.texts = texts;
    }

    /** A type as written, for an input or output or in a test. */
    record Written(ValueType type, AxisLength length) {}

    void read(Decl.Model model) {
        model.inputs().forEach(port -> faults.attempt(() -> input(port)));
        Set<String> decoded = model.statements().stream()
                .filter(Statement.Decoder.class::isInstance)
                .map(decoder -> decoder.name().text())
                .collect(Collectors.toSet());
        model.outputs().forEach(port -> faults.attempt(() -> output(port, decoded)));
    }

    /** Inputs in order; all that share an axis know what any of them says about its length. */
    List<Port> inputs() {
        return inputs.values().stream().map(this::measured).toList();
    }

    List<Port> outputs() {
        return outputs.values().stream().map(this::measured).toList();
    }

    Optional<Port> input(String name) {
        return Optional.ofNullable(inputs.get(name)).map(this::measured);
    }

    private Port measured(Port port) {
        AxisLength length =
                port.type().isSequence() ? lengths.get(port.type().axes().get(0)) : AxisLength.NONE;
        return new Port(port.name(), port.value(), port.type(), length, port.scaling(), port.doc());
    }

    private void input(dev.unroll.compiler.ast.Port port) {
        Written written = written(port.type());
        checkName(port.name());
        if (written.type().isProbability()) {
            throw faults.refuse(
                    TYPE_UNKNOWN,
                    port.type().span(),
                    "a probability is what a model gives, not what it reads",
                    "write `float[1]`, or `float[time, 1]` for a sequence");
        }
        note(port.type(), written);
        inputs.put(port.name().text(), made(port, written));
    }

    /** An output; a decoder may give it an axis of its own. */
    private void output(dev.unroll.compiler.ast.Port port, Set<String> decoded) {
        Written written = written(port.type());
        for (String axis : written.type().axes()) {
            if (!lengths.containsKey(axis) && !decoded.contains(port.name().text())) {
                throw faults.refuse(
                        Diagnostic.of(AXIS_MISMATCH, port.type().span(), "no input has the axis `" + axis + "`")
                                .withHelp(
                                        lengths.isEmpty()
                                                ? "give an input this axis"
                                                : "there is " + String.join(", ", lengths.keySet())));
            }
        }
        note(port.type(), written);
        outputs.put(port.name().text(), made(port, written));
    }

    private Port made(dev.unroll.compiler.ast.Port port, Written written) {
        port.scaling()
                .filter(s -> written.type().isIds() || written.type().isProbability())
                .ifPresent(s -> {
                    throw faults.refuse(
                            SCALING,
                            s.span(),
                            "`" + port.name() + "` is " + written.type() + ": there are no numbers to be scaled",
                            "take the scaling out");
                });
        Optional<Scaling> scaling = port.scaling().map(s -> scaling(s, written.type()));
        String name = port.name().text();
        return new Port(
                name,
                name,
                written.type(),
                written.length(),
                scaling,
                port.doc().map(Doc::text).orElse(""));
    }

    private void checkName(Name name) {
        for (String prefix : List.of("target_", "state_", "previous_")) {
            if (name.text().startsWith(prefix)) {
                throw faults.refuse(
                        NAME_RESERVED,
                        name.span(),
                        "names of inputs cannot begin with `" + prefix + "`: "
                                + (prefix.equals("state_") ? "states" : "what programs know of outputs") + " do");
            }
        }
        if (name.text().equals(StatePort.RESET)) {
            throw faults.refuse(
                    NAME_RESERVED, name.span(), "an input cannot be named `reset`: programs with states have one");
        }
    }

    /** Joins what several ports say about one axis: a length and a bound together are the length, if it is within. */
    private void note(TypeExpr type, Written written) {
        if (!written.type().isSequence()) {
            return;
        }
        String axis = written.type().axes().get(0);
        AxisLength known = lengths.getOrDefault(axis, AxisLength.FREE);
        AxisLength said = written.length();
        if (said.kind() == AxisLength.Kind.FREE || said.equals(known)) {
            lengths.putIfAbsent(axis, known);
            places.putIfAbsent(axis, type.span());
            return;
        }
        if (known.kind() != AxisLength.Kind.FREE) {
            throw faults.refuse(Diagnostic.of(AXIS_MISMATCH, type.span(), "two lengths for the axis `" + axis + "`")
                    .withNote(places.get(axis), "the first is here"));
        }
        lengths.put(axis, said);
        places.put(axis, type.span());
    }

    /** The type as written, of a row per example or per step. */
    Written written(TypeExpr type) {
        String kind = type.kind().text();
        if (FUTURE_KINDS.contains(kind)) {
            throw faults.refuse(
                    Diagnostic.of(NOT_YET, type.span(), "type `" + kind + "` is not yet supported in this version")
                            .withHelp(
                                    kind.equals("int")
                                            ? "write `float[1]` for counts, or `label<…>` where the numbers stand for kinds"
                                            : "write `float[1]`, with 1 for yes and 0 for no, or `probability` for an"
                                                    + " output"));
        }
        boolean named = kind.equals("token") || kind.equals("label");
        if (!KINDS.contains(kind) || (type.of().isPresent() && !named)) {
            throw faults.unknown(
                    TYPE_UNKNOWN,
                    type.kind().span(),
                    "there is no type `" + Constants.shortened(type.span().text()) + "`",
                    kind,
                    KINDS);
        }
        Element element = Element.valueOf(kind.toUpperCase(Locale.ROOT));
        String of = named ? texts.of(type, element) : "";
        List<String> axes = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        AxisLength length = AxisLength.NONE;
        for (TypeExpr.Dim dim : type.dims()) {
            if (dim instanceof TypeExpr.Dim.Plain plain && !isAxis(plain.value())) {
                sizes.add(constants.size(plain.value(), "a size"));
                continue;
            }
            if (!axes.isEmpty()) {
                throw faults.notYet(dim.span(), "a second axis");
            }
            if (!sizes.isEmpty()) {
                throw faults.refuse(TYPE_UNKNOWN, dim.span(), "the axis stands before the size");
            }
            length = axis(dim, axes);
        }
        if (element != Element.FLOAT) {
            checkNoSize(type, kind, sizes);
            return new Written(new ValueType(element, of, axes, List.of()), length);
        }
        if (sizes.size() != 1) {
            throw faults.refuse(
                    TYPE_UNKNOWN,
                    type.span(),
                    sizes.isEmpty() ? "nothing says how many numbers a row has" : "a row has one size",
                    "write `float[n]`, or `float[time, n]` for a sequence");
        }
        return new Written(new ValueType(Element.FLOAT, axes, sizes), length);
    }

    private void checkNoSize(TypeExpr type, String kind, List<Integer> sizes) {
        if (!sizes.isEmpty()) {
            String plain = type.of().map(of -> kind + "<" + of + ">").orElse(kind);
            throw faults.refuse(
                    TYPE_UNKNOWN,
                    type.span(),
                    "a " + kind + " has no size",
                    "write `" + plain + "`, or `" + plain + "[time]` for a sequence");
        }
    }

    private AxisLength axis(TypeExpr.Dim dim, List<String> axes) {
        if (dim instanceof TypeExpr.Dim.Fixed fixed) {
            axes.add(fixed.axis().text());
            return AxisLength.fixed(constants.size(fixed.length(), "a length"));
        }
        if (dim instanceof TypeExpr.Dim.Bounded bounded) {
            axes.add(bounded.axis().text());
            return AxisLength.bounded(constants.size(bounded.longest(), "a length"));
        }
        axes.add(dim.span().text());
        return AxisLength.FREE;
    }

    private boolean isAxis(Expr value) {
        return value instanceof Expr.Ref ref
                && ref.name().isSingle()
                && !constants.has(ref.name().toString())
                && Character.isLowerCase(ref.name().toString().charAt(0));
    }

    private Scaling scaling(dev.unroll.compiler.ast.Port.Scaling written, ValueType type) {
        if (written instanceof dev.unroll.compiler.ast.Port.Scaling.Like like) {
            return like(like.port(), type);
        }
        Expr scaler = ((dev.unroll.compiler.ast.Port.Scaling.By) written).scaler();
        if (scaler instanceof Expr.Call call && call.name().toString().equals("minmax")) {
            Arguments arguments = Arguments.of(faults, call, "low", "high");
            double low = constants.number(arguments.need("low")).value();
            double high = constants.number(arguments.need("high")).value();
            if (low >= high) {
                throw faults.refuse(
                        OPTION_VALUE,
                        call.span(),
                        "minmax needs a range, and " + Constants.shown(low) + " is not below " + Constants.shown(high));
            }
            return new Scaling.MinMax(low, high);
        }
        if (scaler instanceof Expr.Ref ref && ref.name().toString().equals("standard")) {
            return new Scaling.Standard();
        }
        throw faults.refuse(
                SCALING,
                scaler.span(),
                "there is no scaling `" + Constants.shortened(scaler.span().text()) + "`",
                "there is minmax(low, high), standard and like <input>");
    }

    private Scaling like(Name name, ValueType type) {
        Port port = inputs.get(name.text());
        if (port == null) {
            throw faults.unknown(
                    SCALING,
                    name.span(),
                    "there is no input `" + name + "` above to be scaled like",
                    name.text(),
                    inputs.keySet());
        }
        if (port.scaling().isEmpty() || port.scaling().get() instanceof Scaling.Like) {
            throw faults.refuse(SCALING, name.span(), "`" + name + "` has no scaling of its own");
        }
        if (type.width() % port.width() != 0) {
            throw faults.refuse(
                    SCALING,
                    name.span(),
                    "the scaling of `" + name + "`, " + port.type() + ", does not fit " + type
                            + ": their widths are no multiples");
        }
        return new Scaling.Like(name.text());
    }
}
