package dev.unroll.compiler.resolve;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_REPEATED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NAME_UNKNOWN;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.NOT_USABLE;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.ast.SourceFile;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.Diagnostics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds what {@code use} names among the files compiled together: cells, vocabularies and labels of a package. */
final class Uses {
    private final List<SourceFile> files;
    private final Diagnostics diagnostics;
    private final Map<String, Decl.Cell> cells = new LinkedHashMap<>();
    private final Map<String, Decl.Vocabulary> vocabularies = new LinkedHashMap<>();
    private final Map<String, Decl.Labels> labels = new LinkedHashMap<>();

    private Uses(List<SourceFile> files, Diagnostics diagnostics) {
        this.files = files;
        this.diagnostics = diagnostics;
    }

    static Declarations.Used of(SourceFile file, List<SourceFile> files, Diagnostics diagnostics) {
        Uses uses = new Uses(files, diagnostics);
        Map<String, Name> own = new LinkedHashMap<>();
        file.declarations().stream()
                .filter(Uses::isUsable)
                .forEach(d -> own.putIfAbsent(d.name().text(), d.name()));
        for (SourceFile.Use use : file.uses()) {
            use.names().forEach(name -> uses.take(use, name, own));
        }
        return new Declarations.Used(uses.cells, uses.vocabularies, uses.labels);
    }

    private static boolean isUsable(Decl decl) {
        return decl instanceof Decl.Cell || decl instanceof Decl.Vocabulary || decl instanceof Decl.Labels;
    }

    private void take(SourceFile.Use use, Name name, Map<String, Name> taken) {
        String wanted = use.packageName().toString();
        List<Decl> there = files.stream()
                .filter(f -> f.packageName().map(Object::toString).orElse("").equals(wanted))
                .flatMap(f -> f.declarations().stream())
                .filter(Uses::declares)
                .toList();
        List<Decl> named =
                there.stream().filter(d -> d.name().text().equals(name.text())).toList();
        if (named.isEmpty()) {
            unknown(name, wanted, there);
            return;
        }
        if (!isUsable(named.get(0))) {
            diagnostics.report(Diagnostic.of(NOT_USABLE, name.span(), "`" + name + "` of " + wanted + " cannot be used")
                    .withNote(named.get(0).name().span(), "it is declared here")
                    .withHelp("cells, vocabularies and labels can"));
            return;
        }
        Name earlier = taken.putIfAbsent(name.text(), name);
        if (earlier != null) {
            diagnostics.report(
                    Diagnostic.of(NAME_REPEATED, name.span(), "`" + name + "` has a meaning in this file already")
                            .withNote(earlier.span(), "it gets it here")
                            .withHelp("give one of them another name"));
            return;
        }
        put(name.text(), named.get(0));
    }

    private static boolean declares(Decl decl) {
        return isUsable(decl) || decl instanceof Decl.Model || decl instanceof Decl.Attention;
    }

    private void put(String name, Decl decl) {
        if (decl instanceof Decl.Cell cell) {
            cells.put(name, cell);
        } else if (decl instanceof Decl.Vocabulary vocabulary) {
            vocabularies.put(name, vocabulary);
        } else {
            labels.put(name, (Decl.Labels) decl);
        }
    }

    private void unknown(Name name, String wanted, List<Decl> there) {
        Set<String> names = new TreeSet<>();
        there.stream().filter(Uses::isUsable).forEach(d -> names.add(d.name().text()));
        Diagnostic unknown = Diagnostic.of(
                NAME_UNKNOWN,
                name.span(),
                there.isEmpty()
                        ? "no file compiled here has the package " + wanted
                        : "no file of package " + wanted + " declares `" + name + "`");
        diagnostics.report(Suggestion.nearest(name.text(), names)
                .map(near -> unknown.withHelp("did you mean `" + near + "`?"))
                .orElse(
                        names.isEmpty()
                                ? unknown.withHelp("`use` finds files below the same source folder")
                                : unknown.withHelp("there is " + String.join(", ", names))));
    }
}
