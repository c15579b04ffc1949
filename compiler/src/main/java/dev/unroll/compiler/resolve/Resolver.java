package dev.unroll.compiler.resolve;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.ARGUMENT_COUNT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.BLOCK_REPEATED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_RESERVED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.ast.SourceFile;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.resolve.NameRules.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the blocks of files by name and reports those that cannot be. */
public final class Resolver implements Decl.Cases<Void> {
    /** What the names of generated classes end in. */
    private static final List<String> GENERATED = List.of("Program", "Kernels", "RnnTest");

    /** Classes inside of generated models, which hide those of the same name unless a package tells them apart. */
    private static final Set<String> INSIDE = Set.of("Example", "Prediction", "Session");

    private final NameRules names;
    private final Diagnostics diagnostics;
    private final Map<String, Decl.Model> models = new LinkedHashMap<>();
    private final Map<String, Decl.Cell> cells = new LinkedHashMap<>();
    private final Map<String, Decl.Attention> attentions = new LinkedHashMap<>();
    private final Map<String, Decl.Vocabulary> vocabularies = new LinkedHashMap<>();
    private final Map<String, Decl.Labels> labels = new LinkedHashMap<>();
    private final Map<String, Decl.Train> trains = new LinkedHashMap<>();
    private final Map<String, Decl.Decode> decodes = new LinkedHashMap<>();
    private final Map<String, Decl.Serve> serves = new LinkedHashMap<>();
    private final List<Decl.Test> tests = new ArrayList<>();

    private Resolver(NameRules names, Diagnostics diagnostics) {
        this.names = names;
        this.diagnostics = diagnostics;
    }

    /** The blocks of each file; names of blocks are unique within a package. */
    public static List<Declarations> resolve(List<SourceFile> files, Diagnostics diagnostics) {
        Map<String, NameRules> byPackage = new HashMap<>();
        List<Declarations> resolved = new ArrayList<>();
        for (SourceFile file : files) {
            String packageName = file.packageName().map(Object::toString).orElse("");
            NameRules names = byPackage.computeIfAbsent(packageName, key -> NameRules.ofFiles(diagnostics));
            resolved.add(new Resolver(names, diagnostics).resolve(file, files));
        }
        return resolved;
    }

    private Declarations resolve(SourceFile file, List<SourceFile> files) {
        file.packageName().ifPresent(name -> name.parts().forEach(part -> names.checkReserved(part, "a package")));
        file.declarations().forEach(decl -> decl.match(this));
        if (file.packageName().isEmpty()) {
            labels.values().forEach(block -> checkHidden(block.name()));
        }
        trains.values().forEach(train -> checkSubject(train.name(), models.keySet(), "model"));
        serves.values().forEach(serve -> checkSubject(serve.name(), models.keySet(), "model"));
        decodes.values().forEach(decode -> checkSubject(decode.name(), models.keySet(), "model"));
        tests.forEach(test -> checkSubject(test.name(), subjects(), "model or cell"));
        trains.keySet().retainAll(models.keySet());
        serves.keySet().retainAll(models.keySet());
        decodes.keySet().retainAll(models.keySet());
        tests.removeIf(test -> !subjects().contains(test.name().text()));
        Declarations.Used used = Uses.of(file, files, diagnostics);
        return new Declarations(
                file,
                files,
                models,
                cells,
                attentions,
                vocabularies,
                labels,
                used,
                trains,
                decodes,
                serves,
                List.copyOf(tests));
    }

    @Override
    public Void model(Decl.Model model) {
        if (names.declareModel(model.name())) {
            models.put(model.name().text(), model);
            GENERATED.forEach(suffix -> names.keepFor(model.name(), suffix));
        }
        return null;
    }

    @Override
    public Void cell(Decl.Cell cell) {
        if (Vocabulary.isLayer(cell.name().text())) {
            diagnostics.report(
                    Diagnostic.of(NAME_RESERVED, cell.name().span(), "`" + cell.name() + "` is a layer of the language")
                            .withHelp("choose another name"));
        }
        if (names.declare(cell.name(), Shape.CAPITALISED, "a cell")) {
            cells.put(cell.name().text(), cell);
            GENERATED.forEach(suffix -> names.keepFor(cell.name(), suffix));
        }
        return null;
    }

    @Override
    public Void attention(Decl.Attention attention) {
        if (attention.inputs().isEmpty() || attention.inputs().size() > 3) {
            diagnostics.report(Diagnostic.of(
                            ARGUMENT_COUNT,
                            attention.name().span(),
                            "an attention reads keys alone, a query and keys, or a query, keys and coverage")
                    .withHelp("write `attention " + attention.name() + "(…)(query: float[q], keys: float[pos, k])`"));
            return null;
        }
        if (Vocabulary.isLayer(attention.name().text())) {
            diagnostics.report(Diagnostic.of(
                            NAME_RESERVED,
                            attention.name().span(),
                            "`" + attention.name() + "` is an attention of the language")
                    .withHelp("choose another name"));
        }
        if (names.declare(attention.name(), Shape.CAPITALISED, "an attention")) {
            attentions.put(attention.name().text(), attention);
        }
        return null;
    }

    @Override
    public Void vocabulary(Decl.Vocabulary vocabulary) {
        if (names.declare(vocabulary.name(), Shape.CAPITALISED, "a vocabulary")) {
            vocabularies.put(vocabulary.name().text(), vocabulary);
        }
        return null;
    }

    @Override
    public Void labels(Decl.Labels block) {
        if (names.declare(block.name(), Shape.CAPITALISED, "a set of labels")) {
            labels.put(block.name().text(), block);
        }
        return null;
    }

    @Override
    public Void train(Decl.Train train) {
        second(trains.putIfAbsent(train.name().text(), train), train, "train", "join the two, or make a second model");
        return null;
    }

    @Override
    public Void decode(Decl.Decode decode) {
        second(
                decodes.putIfAbsent(decode.name().text(), decode),
                decode,
                "decode",
                "a model decodes in one way by itself");
        return null;
    }

    @Override
    public Void serve(Decl.Serve serve) {
        second(serves.putIfAbsent(serve.name().text(), serve), serve, "serve", "a model has one kind of session");
        return null;
    }

    @Override
    public Void test(Decl.Test test) {
        tests.add(test);
        return null;
    }

    private void second(Decl first, Decl block, String word, String help) {
        if (first != null) {
            diagnostics.report(Diagnostic.of(
                            BLOCK_REPEATED,
                            block.name().span(),
                            "`" + block.name() + "` has a second `" + word + "` block")
                    .withNote(first.name().span(), "the first is here")
                    .withHelp(help));
        }
    }

    private void checkHidden(Name name) {
        if (INSIDE.contains(name.text())) {
            diagnostics.report(Diagnostic.of(
                            NAME_RESERVED,
                            name.span(),
                            "`" + name + "` is a class inside of generated models and, without a package, cannot name a"
                                    + " set of labels")
                    .withHelp("choose another name, or write a `package` after `rnn 1`"));
        }
    }

    private Set<String> subjects() {
        Set<String> subjects = new LinkedHashSet<>(models.keySet());
        subjects.addAll(cells.keySet());
        return subjects;
    }

    private void checkSubject(Name name, Set<String> known, String what) {
        if (!known.contains(name.text())) {
            Diagnostic unknown =
                    Diagnostic.of(NAME_UNKNOWN, name.span(), "there is no " + what + " `" + name + "` in this file");
            diagnostics.report(Suggestion.nearest(name.text(), known)
                    .map(near -> unknown.withHelp("did you mean `" + near + "`?"))
                    .orElse(unknown));
        }
    }
}
