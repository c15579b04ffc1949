package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_VALUE;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.resolve.NameRules;
import java.util.List;
import java.util.Set;

/** Types a {@code labels} block. */
final class LabelsTyping {
    private final Faults faults;
    private final WordFiles files;

    LabelsTyping(Faults faults, WordFiles files) {
        this.faults = faults;
        this.files = files;
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
        return new LabelsSpec(block.name().text(), labels, true);
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
        return new LabelsSpec(block.name().text(), labels, false);
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
