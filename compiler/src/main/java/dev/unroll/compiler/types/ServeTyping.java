package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_VALUE;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.types.ServeSpec.Session;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Types a {@code serve} block. */
final class ServeTyping {
    private static final List<String> SESSIONS = List.of("rolling", "carried");

    private final Faults faults;
    private final Constants constants;

    ServeTyping(Faults faults, Constants constants) {
        this.faults = faults;
        this.constants = constants;
    }

    /** The block, or empty if a fault in it was reported. */
    Optional<ServeSpec> spec(Decl.Serve block) {
        int before = faults.diagnostics().errorCount();
        Settings settings =
                new Settings(faults, block.name(), block.settings(), List.of("session", "max_sessions"), Set.of());
        Optional<Session> session = faults.attempt(
                () -> session(
                        settings.need(
                                "session",
                                "there is `session = rolling`, which keeps the last inputs, and `session = carried`, which keeps states")));
        OptionalInt most = settings.get("max_sessions")
                .flatMap(e -> faults.attempt(() -> constants.size(e, "`max_sessions`")))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        return faults.diagnostics().errorCount() > before
                ? Optional.empty()
                : Optional.of(new ServeSpec(session.orElseThrow(), most));
    }

    private Session session(Expr expr) {
        if (expr instanceof Expr.Ref ref && SESSIONS.contains(ref.name().toString())) {
            return Session.valueOf(ref.name().toString().toUpperCase(Locale.ROOT));
        }
        throw faults.unknown(
                SETTING_VALUE,
                expr.span(),
                "there is no session `" + Constants.shortened(expr.span().text()) + "`",
                expr.span().text(),
                SESSIONS);
    }
}
