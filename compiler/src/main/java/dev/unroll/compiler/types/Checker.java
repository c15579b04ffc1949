package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.DECODER_MISFIT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.DECODE_MISFIT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_RESERVED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OUTPUT_MISMATCH;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OUTPUT_UNSET;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SESSION_REDUCED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.STEPS_MISFIT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.UNUSED;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Doc;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.ast.Param;
import dev.unroll.compiler.ast.Setting;
import dev.unroll.compiler.ast.Statement;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.resolve.Declarations;
import dev.unroll.compiler.resolve.NameRules;
import dev.unroll.compiler.resolve.NameRules.Shape;
import dev.unroll.compiler.resolve.Vocabulary;
import dev.unroll.compiler.source.Companions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks the blocks of one file and types its models. */
public final class Checker {
    private final Declarations file;
    private final Companions companions;
    private final Faults faults;
    private final TextBlocks texts;
    private final Set<String> checkedCells = new HashSet<>();

    private Checker(Declarations file, Companions companions, Diagnostics diagnostics) {
        this.file = file;
        this.companions = companions;
        this.faults = new Faults(diagnostics);
        this.texts = TextBlocks.of(file, companions, faults);
    }

    /**
     * The models of one file without faults, then those made around cells for {@code test} blocks.
     *
     * @param companions other files that the file names
     * @param diagnostics takes what is wrong
     */
    public static List<TypedModel> check(Declarations file, Companions companions, Diagnostics diagnostics) {
        return new Checker(file, companions, diagnostics).check();
    }

    private List<TypedModel> check() {
        List<TypedModel> models = new ArrayList<>();
        file.models().values().forEach(model -> faults.attempt(() -> models.add(model(model))));
        CellTests cellTests = new CellTests(file, companions, faults);
        for (Decl.Cell cell : file.cells().values()) {
            List<Decl.Test> tests =
                    file.tests().stream().filter(t -> isAbout(t, cell.name())).toList();
            if (!tests.isEmpty()) {
                faults.attempt(() -> cellTests.model(cell, tests).ifPresent(models::add));
            } else if (!checkedCells.contains(cell.name().text())) {
                faults.attempt(() -> cellTests.probe(cell));
            }
        }
        return models;
    }

    private static boolean isAbout(Decl.Test test, Name name) {
        return test.name().text().equals(name.text());
    }

    private TypedModel model(Decl.Model decl) {
        int before = faults.diagnostics().errorCount();
        declareNames(decl);
        if (faults.diagnostics().errorCount() > before) {
            throw new Refused();
        }
        Constants constants = new ParameterBinding(faults).ofModel(decl.parameters(), texts);
        Ports ports = new Ports(faults, constants, texts);
        ports.read(decl);
        if (decl.outputs().isEmpty() || decl.inputs().isEmpty()) {
            faults.report(Diagnostic.of(
                    OUTPUT_UNSET,
                    decl.name().span(),
                    "model `" + decl.name() + "` needs at least one input and one output"));
        }
        List<Weight> weights = new ArrayList<>();
        ModelTyping typing = statements(decl, constants, ports, weights);
        decl.outputs().forEach(output -> faults.attempt(() -> checkOutput(output, ports, typing)));
        Optional<TrainSpec> train = Optional.ofNullable(
                        file.trains().get(decl.name().text()))
                .flatMap(t ->
                        new TrainTyping(faults, constants, texts, ports.inputs(), ports.outputs(), weights).spec(t));
        Optional<ServeSpec> serve = Optional.ofNullable(
                        file.serves().get(decl.name().text()))
                .flatMap(s -> new ServeTyping(faults, constants).spec(s));
        Optional<DecoderSpec> decoder = faults.attempt(() -> decoder(decl, constants, ports, typing.bindings()))
                .flatMap(found -> found);
        if (faults.diagnostics().errorCount() > before) {
            throw new Refused();
        }
        List<StatePort> states = carried(decl, ports, typing.bindings(), train, serve);
        long count = weights.stream().mapToLong(Weight::count).sum();
        TestTyping tests = new TestTyping(file, companions, faults, constants, ports);
        List<TestSpec> specs = new ArrayList<>();
        file.tests().stream()
                .filter(t -> isAbout(t, decl.name()))
                .forEach(t -> specs.add(tests.ofModel(t, count, typing)));
        checkUsed(decl, constants, typing);
        if (faults.diagnostics().errorCount() > before) {
            throw new Refused();
        }
        List<Port> all =
                Stream.concat(ports.inputs().stream(), ports.outputs().stream()).toList();
        ModelSpec spec = new ModelSpec(
                Digests.packageName(file.file()),
                decl.name().text(),
                decl.doc().map(Doc::text).orElse(""),
                decl.parameters().stream()
                        .map(p -> hyperParameter(p, constants))
                        .toList(),
                ports.inputs(),
                ports.outputs(),
                texts.vocabulariesOf(all),
                texts.labelsOf(all),
                typing.embeddingFiles(),
                states,
                train,
                serve,
                decoder,
                TestSpec.joined(specs),
                Digests.of(decl.span()),
                false);
        return new TypedModel(spec, weights, typing.bindings());
    }

    /** The decoder, if there is one, with what its {@code decode} block says. */
    private Optional<DecoderSpec> decoder(Decl.Model decl, Constants constants, Ports ports, List<Binding> bindings) {
        Optional<Decl.Decode> block =
                Optional.ofNullable(file.decodes().get(decl.name().text()));
        Optional<TypedDecoder> decoder = bindings.stream()
                .map(Binding::value)
                .filter(Term.Decode.class::isInstance)
                .map(term -> ((Term.Decode) term).decoder())
                .findFirst();
        if (decoder.isEmpty()) {
            boolean tried = decl.statements().stream().anyMatch(Statement.Decoder.class::isInstance);
            block.filter(unused -> !tried)
                    .ifPresent(b -> faults.report(Diagnostic.of(
                                    DECODE_MISFIT,
                                    b.name().span(),
                                    "model `" + decl.name() + "` has no decoder: there is nothing to decode")
                            .withHelp("write `decoder output { … }` in the model")));
            return Optional.empty();
        }
        if (decl.outputs().size() > 1) {
            throw faults.refuse(
                    DECODER_MISFIT,
                    decl.outputs().get(1).name().span(),
                    "a model with a decoder has one output",
                    "make a second model for the other one");
        }
        checkWhole(decl);
        DecodeTyping typing = new DecodeTyping(
                faults, constants, ports.inputs(), !decoder.get().attentions().isEmpty());
        Optional<SearchSpec> search = block.isPresent() ? typing.spec(block.get()) : Optional.of(typing.standard());
        return search.map(found -> decoder.get().spec(found));
    }

    /** A decoder's examples are whole: they cannot be cut, shifted or fed step by step. */
    private void checkWhole(Decl.Model decl) {
        String model = decl.name().text();
        for (Setting setting : Optional.ofNullable(file.trains().get(model))
                .map(Decl.Train::settings)
                .orElse(List.of())) {
            if (List.of("examples", "target", "backprop")
                    .contains(setting.name().text())) {
                faults.report(Diagnostic.of(
                                STEPS_MISFIT,
                                setting.span(),
                                "`" + setting.name()
                                        + "` cannot be set for a model with a decoder, which reads whole inputs"
                                        + " and knows its outputs by their ends")
                        .withHelp("take it out: examples are pairs of inputs and outputs"));
            }
        }
        Optional.ofNullable(file.serves().get(model))
                .ifPresent(serve -> faults.report(Diagnostic.of(
                                SESSION_REDUCED,
                                serve.name().span(),
                                "a model with a decoder has no sessions: its output begins when the whole input is known")
                        .withHelp("take the block out and call `decode`")));
    }

    /** The states that are handed in and given back, after checking that they can be. */
    private List<StatePort> carried(
            Decl.Model decl,
            Ports ports,
            List<Binding> bindings,
            Optional<TrainSpec> train,
            Optional<ServeSpec> serve) {
        String model = decl.name().text();
        SessionRules rules = new SessionRules(faults, ports.inputs(), ports.outputs(), bindings);
        boolean trained = train.filter(SessionRules::carriesState).isPresent();
        if (trained) {
            rules.checkTrain(file.trains().get(model).name());
        }
        serve.ifPresent(s -> rules.checkServe(s, file.serves().get(model).name(), train));
        boolean served =
                serve.filter(s -> s.session() == ServeSpec.Session.CARRIED).isPresent();
        return trained || served ? SessionRules.states(bindings) : List.of();
    }

    private ModelTyping statements(Decl.Model decl, Constants constants, Ports ports, List<Weight> weights) {
        Set<String> layerNames = decl.statements().stream()
                .filter(Statement.Layer.class::isInstance)
                .map(s -> s.name().text())
                .collect(Collectors.toSet());
        decl.statements().stream()
                .filter(Statement.Decoder.class::isInstance)
                .flatMap(decoder -> Stream.concat(
                        ((Statement.Decoder) decoder).layers().stream(),
                        ((Statement.Decoder) decoder).cells().stream()))
                .forEach(layer -> layerNames.add(layer.name().text()));
        Set<String> later = decl.statements().stream().map(s -> s.name().text()).collect(Collectors.toSet());
        Map<String, Decl.Cell> cells = new LinkedHashMap<>(file.cells());
        cells.putAll(file.used().cells());
        Layers layers = new Layers(faults, constants, cells, file.attentions(), weights);
        ModelTyping typing = new ModelTyping(faults, constants, layers, layerNames, later);
        for (dev.unroll.compiler.ast.Port input : decl.inputs()) {
            ports.input(input.name().text())
                    .ifPresentOrElse(
                            port -> typing.input(port, input.span()),
                            () -> typing.fail(input.name().text()));
        }
        decl.statements().forEach(statement -> faults.attempt(() -> statement(statement, ports, typing)));
        checkedCells.addAll(layers.cellsUsed());
        return typing;
    }

    private void statement(Statement statement, Ports ports, ModelTyping typing) {
        statement.match(new Statement.Cases<Void>() {
            @Override
            public Void layer(Statement.Layer layer) {
                typing.layer(layer);
                return null;
            }

            @Override
            public Void binding(Statement.Binding binding) {
                typing.binding(binding);
                return null;
            }

            @Override
            public Void decoder(Statement.Decoder decoder) {
                Checker.this.decoder(decoder, ports, typing);
                return null;
            }
        });
    }

    /** An output that comes about token by token. */
    private void decoder(Statement.Decoder decl, Ports ports, ModelTyping typing) {
        String name = decl.name().text();
        try {
            Port output = ports.outputs().stream()
                    .filter(port -> port.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> faults.unknown(
                            DECODER_MISFIT,
                            decl.name().span(),
                            "a decoder has the name of the output that it gives; there is no output `" + name + "`",
                            name,
                            ports.outputs().stream().map(Port::name).toList()));
            requireDecodable(decl, output, ports);
            TypedDecoder typed = new DecoderTyping(typing, decl, output).typed();
            Site site = Site.of(decl.span().line(), name);
            ValueType type = ValueType.sequence(
                    output.type().axes().get(0), typed.emit().type().width());
            typing.bind(
                    name,
                    new Typed(
                            new Term.Decode(typed, type, site),
                            true,
                            decl.step().emit().span(),
                            "this `emit`"));
        } catch (Refused reported) {
            typing.fail(name);
            throw reported;
        }
    }

    private void requireDecodable(Statement.Decoder decl, Port output, Ports ports) {
        ValueType type = output.type();
        if (type.element() != ValueType.Element.TOKEN || !type.isSequence()) {
            throw faults.refuse(
                    DECODER_MISFIT,
                    decl.name().span(),
                    "a decoder puts out tokens one by one, but `" + output.name() + "` is " + type,
                    type.isSequence()
                            ? "declare it `token<…>[" + type.axes().get(0) + "]`, or give it a value without a decoder"
                            : "declare it `token<…>[target]`");
        }
        String axis = type.axes().get(0);
        for (Port input : ports.inputs()) {
            if (input.type().axes().contains(axis)) {
                throw faults.refuse(
                        DECODER_MISFIT,
                        decl.name().span(),
                        "the length of `" + output.name() + "` is not known before it is decoded, but the input `"
                                + input.name() + "` has its axis `" + axis + "` too",
                        "give the output an axis of its own");
            }
        }
    }

    private void declareNames(Decl.Model decl) {
        NameRules names = NameRules.ofNames(faults.diagnostics());
        decl.parameters().forEach(p -> names.declare(p.name(), Shape.SMALL, "a hyper-parameter"));
        decl.inputs().forEach(p -> declare(names, p.name(), "an input"));
        decl.outputs().forEach(p -> declare(names, p.name(), "an output"));
        NameRules outputs = NameRules.ofNames(faults.diagnostics());
        for (Statement statement : decl.statements()) {
            boolean output = decl.outputs().stream()
                    .anyMatch(o -> o.name().text().equals(statement.name().text()));
            boolean layer = statement instanceof Statement.Layer;
            if (statement instanceof Statement.Decoder decoder) {
                decoder.layers().forEach(inner -> declare(names, inner.name(), "a layer"));
                decoder.cells().forEach(inner -> declare(names, inner.name(), "a cell"));
                decoder.step().parameters().forEach(inner -> declare(names, inner, "a parameter of `step`"));
                decoder.step().bindings().forEach(inner -> declare(names, inner.name(), "a value"));
            }
            if (output && !layer) {
                outputs.declare(statement.name(), Shape.SMALL, "an output");
            } else {
                declare(names, statement.name(), layer ? "a layer" : "a value");
            }
        }
    }

    private void declare(NameRules names, Name name, String what) {
        names.declare(name, Shape.SMALL, what);
        if (Vocabulary.isFunction(name.text()) || Vocabulary.isFutureFunction(name.text())) {
            faults.report(Diagnostic.of(
                            NAME_RESERVED,
                            name.span(),
                            "`" + name + "` is a function of the language and cannot name " + what)
                    .withHelp("choose another name"));
        }
    }

    private void checkOutput(dev.unroll.compiler.ast.Port output, Ports ports, ModelTyping typing) {
        String name = output.name().text();
        Optional<Port> port =
                ports.outputs().stream().filter(p -> p.name().equals(name)).findFirst();
        if (port.isEmpty() || typing.hasFailed(name)) {
            return;
        }
        Optional<Typed> value = typing.value(name);
        if (value.isEmpty()) {
            throw faults.refuse(
                    OUTPUT_UNSET,
                    output.name().span(),
                    "nothing gives the output `" + name + "` a value",
                    "write `" + name + " = …`");
        }
        typing.requireRow(value.get(), value.get().from());
        ValueType found = value.get().type();
        ValueType declared = port.get().type();
        if (Heads.isHeaded(declared)) {
            new Heads(faults, texts, typing.bindings()).check(port.get(), output.span(), value.get());
            return;
        }
        boolean number =
                found.sizes().isEmpty() && declared.width() == 1 && found.axes().equals(declared.axes());
        if (!number && !found.equals(declared)) {
            Diagnostic fault = Diagnostic.of(
                            OUTPUT_MISMATCH,
                            output.span(),
                            "output `" + name + "` is declared " + declared + " and is " + found)
                    .withLabel("declared " + declared)
                    .withNote(value.get().from(), value.get().maker() + " makes it " + found);
            boolean unreduced = found.isSequence() && !declared.isSequence();
            throw faults.refuse(
                    unreduced
                            ? fault.withHelp("reduce the axis `" + found.axes().get(0) + "`, for example by `last`")
                            : fault);
        }
    }

    private void checkUsed(Decl.Model decl, Constants constants, ModelTyping typing) {
        decl.parameters()
                .forEach(p -> checkRead(
                        p.name(), "hyper-parameter", constants.isUsed(p.name().text())));
        decl.inputs()
                .forEach(
                        i -> checkRead(i.name(), "input", typing.isRead(i.name().text())));
        Set<String> outputs = decl.outputs().stream().map(o -> o.name().text()).collect(Collectors.toSet());
        for (Statement statement : decl.statements()) {
            String name = statement.name().text();
            checkRead(
                    statement.name(),
                    statement instanceof Statement.Layer ? "layer" : "value",
                    outputs.contains(name) || typing.isRead(name));
        }
    }

    private void checkRead(Name name, String what, boolean read) {
        if (!read) {
            faults.report(Diagnostic.of(UNUSED, name.span(), what + " `" + name + "` is never used")
                    .withHelp("use it or take it out"));
        }
    }

    private static HyperParameter hyperParameter(Param param, Constants constants) {
        Known.Num value = (Known.Num) constants.get(param.name().text()).orElseThrow();
        boolean integer = param.type().kind().text().equals("int");
        return new HyperParameter(
                param.name().text(),
                integer,
                value.value(),
                param.doc().map(Doc::text).orElse(""));
    }
}
