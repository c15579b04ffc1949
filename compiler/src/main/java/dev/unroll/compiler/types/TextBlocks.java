package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.TYPE_UNKNOWN;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.SourceFile;
import dev.unroll.compiler.ast.TypeExpr;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.resolve.Declarations;
import dev.unroll.compiler.source.Companions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The vocabularies and labels that one file can name. A name whose block is at fault leaves its readers silently. */
final class TextBlocks {
    private final Faults faults;
    private final Map<String, Optional<VocabularySpec>> vocabularies = new LinkedHashMap<>();
    private final Map<String, Optional<LabelsSpec>> labels = new LinkedHashMap<>();

    private TextBlocks(Faults faults) {
        this.faults = faults;
    }

    /** Types the file's own blocks and, without repeating what is wrong with them, those it uses. */
    static TextBlocks of(Declarations file, Companions companions, Faults faults) {
        TextBlocks blocks = new TextBlocks(faults);
        blocks.take(file.vocabularies(), file.labels(), file.others(), companions, faults);
        Faults silent = new Faults(new Diagnostics());
        blocks.take(file.used().vocabularies(), file.used().labels(), file.others(), companions, silent);
        return blocks;
    }

    private void take(
            Map<String, Decl.Vocabulary> ofTokens,
            Map<String, Decl.Labels> ofLabels,
            List<SourceFile> sources,
            Companions companions,
            Faults reader) {
        WordFiles files = new WordFiles(reader, companions);
        ofTokens.forEach((name, block) ->
                vocabularies.put(name, reader.attempt(() -> new VocabularyTyping(reader, files).spec(block))));
        ofLabels.forEach((name, block) ->
                labels.put(name, reader.attempt(() -> new LabelsTyping(reader, files, sources).spec(block))));
    }

    /** Makes {@code Words.size} a number of {@code constants}. */
    void bindSizes(Constants constants) {
        vocabularies.forEach((name, spec) -> bind(constants, name, spec.map(VocabularySpec::size)));
        labels.forEach((name, spec) -> bind(constants, name, spec.map(LabelsSpec::size)));
    }

    private static void bind(Constants constants, String name, Optional<Integer> size) {
        String constant = name + ".size";
        size.ifPresentOrElse(n -> constants.bind(constant, new Known.Num(n, true)), () -> constants.fail(constant));
    }

    /** The name in the angle brackets of {@code token<…>} or {@code label<…>}. */
    String of(TypeExpr type, ValueType.Element element) {
        boolean token = element == ValueType.Element.TOKEN;
        Map<String, ? extends Optional<?>> known = token ? vocabularies : labels;
        String what = token ? "vocabulary" : "labels";
        if (type.of().isEmpty()) {
            throw faults.refuse(
                    TYPE_UNKNOWN,
                    type.span(),
                    "`" + type.kind() + "` needs the name of " + (token ? "a vocabulary" : "its labels"),
                    "write `" + type.kind() + "<" + (token ? "Words" : "Tags") + ">` and declare it: `" + what + " "
                            + (token ? "Words" : "Tags") + " { … }`");
        }
        String name = type.of().get().toString();
        if (!known.containsKey(name)) {
            boolean other = (token ? labels : vocabularies).containsKey(name);
            throw other
                    ? faults.refuse(
                            TYPE_UNKNOWN,
                            type.of().get().span(),
                            "`" + name + "` is declared as " + (token ? "labels" : "a vocabulary"),
                            "write `" + (token ? "label" : "token") + "<" + name + ">`")
                    : faults.unknown(
                            TYPE_UNKNOWN,
                            type.of().get().span(),
                            "there is no " + (token ? "vocabulary" : "set of labels") + " `" + name + "` in this file",
                            name,
                            known.keySet());
        }
        if (known.get(name).isEmpty()) {
            throw new Refused();
        }
        return name;
    }

    /** How many ids values of this type have. */
    int size(ValueType ids) {
        return ids.element() == ValueType.Element.TOKEN
                ? vocabularies.get(ids.of()).orElseThrow().size()
                : labels.get(ids.of()).orElseThrow().size();
    }

    /** The labels of a name that a type has. */
    LabelsSpec labels(String name) {
        return labels.get(name).orElseThrow();
    }

    /** The vocabularies that these ports name. */
    List<VocabularySpec> vocabulariesOf(List<Port> ports) {
        return named(ports, ValueType.Element.TOKEN, vocabularies);
    }

    /** The labels that these ports name. */
    List<LabelsSpec> labelsOf(List<Port> ports) {
        return named(ports, ValueType.Element.LABEL, labels);
    }

    private static <T> List<T> named(List<Port> ports, ValueType.Element element, Map<String, Optional<T>> blocks) {
        List<String> names = ports.stream()
                .map(Port::type)
                .filter(type -> type.element() == element)
                .map(ValueType::of)
                .distinct()
                .toList();
        List<T> specs = new ArrayList<>();
        names.forEach(name -> specs.add(blocks.get(name).orElseThrow()));
        return specs;
    }
}
