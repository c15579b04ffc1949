package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_MISSING;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_REPEATED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_UNKNOWN;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.ast.Setting;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.resolve.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings of one block by name. Those that cannot be are reported. */
final class Settings {
    private final Faults faults;
    private final Name block;
    private final Map<String, Setting> byName = new HashMap<>();

    Settings(Faults faults, Name block, List<Setting> settings, List<String> legal, Set<String> future) {
        this.faults = faults;
        this.block = block;
        for (Setting setting : settings) {
            faults.attempt(() -> take(setting, legal, future));
        }
    }

    private void take(Setting setting, List<String> legal, Set<String> future) {
        String name = setting.name().text();
        if (future.contains(name)) {
            throw faults.notYet(setting.span(), "setting `" + name + "`");
        }
        if (!legal.contains(name)) {
            String near = Suggestion.nearest(name, legal)
                    .map(n -> "did you mean `" + n + "`? ")
                    .orElse("");
            throw faults.refuse(
                    SETTING_UNKNOWN,
                    setting.name().span(),
                    "there is no setting `" + name + "` here",
                    near + "there is " + String.join(", ", legal));
        }
        Setting first = byName.putIfAbsent(name, setting);
        if (first != null) {
            throw faults.refuse(Diagnostic.of(SETTING_REPEATED, setting.span(), "`" + name + "` is set twice")
                    .withNote(first.span(), "the first is here"));
        }
    }

    Optional<Expr> get(String name) {
        return Optional.ofNullable(byName.get(name)).map(Setting::value);
    }

    Expr need(String name, String help) {
        return get(name)
                .orElseThrow(
                        () -> faults.refuse(SETTING_MISSING, block.span(), "this block says no `" + name + "`", help));
    }
}
