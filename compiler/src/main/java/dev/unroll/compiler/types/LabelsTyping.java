package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_VALUE;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.ast.SourceFile;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.resolve.NameRules;
import dev.unroll.compiler.source.Source;
import java.util.List;
import java.util.Set;

/** Types a {@code labels} block. */
final class LabelsTyping {
    /** Constants that the static initialiser of an enum can make within the 64 KiB of a method, with room to spare. */
    private static final int MOST_NAMES = 2000;

    private final Faults faults;
    private final WordFiles files;
    private final List<SourceFile> sources;

    /**
     * Typing of blocks.
     *
     * @param sources the files that the blocks may stand in
     */
    LabelsTyping(Faults faults, WordFiles files, List<SourceFile> sources) {
        this.faults = faults;
        this.files = files;
        this.sources = sources;
    }

    LabelsSpec spec(Decl.Labels block) {
        return block.values().isEmpty() ? read(block) : written(block);
    }

    private LabelsSpec written(Decl.Labels block) {
        int before = faults.diagnostics().errorCount();
        NameRules names = NameRules.ofNames(faults.diagnostics());
        block.values().forEach(names::declareLabel);
        if (faults.diagnostics().errorCount() > before) {
            throw new Refused();
        }
        List<String> labels = block.values().stream().map(Name::text).toList();
        checkCount(block, labels);
        if (labels.size() > MOST_NAMES) {
            throw faults.refuse(
                    SETTING_VALUE,
                    block.name().span(),
                    "`" + block.name() + "` has " + labels.size() + " names, and an enum in Java has room for "
                            + MOST_NAMES,
                    "write them to a file, one on each line: `{ file = \"labels.txt\" }`; in Java they are strings then");
        }
        return spec(block, labels, true);
    }

    private LabelsSpec read(Decl.Labels block) {
        Settings settings = new Settings(faults, block.name(), block.settings(), List.of("file"), Set.of());
        Expr file = settings.need(
                "file", "write `file = \"labels.txt\"`, or the labels themselves: `{ POSITIVE, NEGATIVE }`");
        List<String> labels = files.read(file);
        for (int i = 0; i < labels.size(); i++) {
            if (!labels.get(i).equals(labels.get(i).strip())) {
                throw files.fault(file, i, labels, "has blanks before or behind it");
            }
        }
        checkCount(block, labels);
        return spec(block, labels, false);
    }

    private LabelsSpec spec(Decl.Labels block, List<String> labels, boolean javaNames) {
        Source text = block.span().source();
        String packageName = sources.stream()
                .filter(file -> file.span().source().equals(text))
                .findFirst()
                .map(Digests::packageName)
                .orElseThrow(() -> new CompilerBug("types", "labels of a file that is not compiled: " + text.name()));
        return new LabelsSpec(block.name().text(), labels, packageName, Digests.of(block.span()), javaNames);
    }

    private void checkCount(Decl.Labels block, List<String> labels) {
        if (labels.size() < 2) {
            throw faults.refuse(
                    SETTING_VALUE,
                    block.name().span(),
                    "there are at least two labels to choose from, not " + labels.size(),
                    "for something that holds or does not, give the output the type `probability`");
        }
    }
}
