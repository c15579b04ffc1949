package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.OPTION_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_VALUE;

import dev.unroll.compiler.ast.DottedName;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What values of settings are made of: words, calls with options, numbers within bounds. */
record TrainWords(Faults faults, Constants constants) {
    /** The name of a call or of a bare word; empty text for anything else. */
    static String name(Expr expr) {
        Optional<DottedName> name = expr instanceof Expr.Call call
                ? Optional.of(call.name())
                : expr instanceof Expr.Ref ref ? Optional.of(ref.name()) : Optional.empty();
        return name.map(DottedName::toString).orElse("");
    }

    static String shown(Expr expr) {
        return Constants.shortened(expr.span().text());
    }

    /** A call of one of a few names. */
    Expr.Call call(Expr expr, String setting, List<String> names, String help) {
        if (expr instanceof Expr.Call call && names.contains(call.name().toString())) {
            return call;
        }
        throw faults.refuse(SETTING_VALUE, expr.span(), "`" + setting + "` cannot be `" + shown(expr) + "`", help);
    }

    /** The options of a call, or of a bare word, which has none. The first {@code positional} need no name. */
    Arguments options(Expr expr, String name, int positional, String... options) {
        List<Expr.Argument> given = expr instanceof Expr.Call call ? call.arguments() : List.of();
        return Arguments.match(faults, name, expr.span(), given, List.of(options), positional, Set.of());
    }

    /** Something that is none of a few words. */
    Refused choice(Expr expr, String what, List<String> names) {
        return choice(SETTING_VALUE, expr, what, names);
    }

    Refused choice(DiagnosticCode code, Expr expr, String what, List<String> names) {
        return faults.unknown(code, expr.span(), "there is no " + what + " `" + shown(expr) + "`", name(expr), names);
    }

    boolean flag(Expr expr, String what) {
        if (expr instanceof Expr.Flag flag) {
            return flag.value();
        }
        throw faults.refuse(OPTION_VALUE, expr.span(), what + " is `true` or `false`");
    }

    double above0(Expr expr, String what) {
        return constants.within(expr, what, 0, Double.MAX_VALUE, true, "above 0");
    }

    double from0(Expr expr, String what) {
        return constants.within(expr, what, 0, Double.MAX_VALUE, false, "0 or above");
    }

    double share(Expr expr, String what) {
        return constants.within(expr, what, 0, 1, true, "between 0 and 1");
    }

    /** From 0 to below 1. */
    double decay(Expr expr, String what) {
        double value = constants.number(expr).value();
        if (value < 0 || value >= 1) {
            throw faults.refuse(
                    OPTION_VALUE, expr.span(), what + " must be from 0 to below 1, not " + Constants.shown(value));
        }
        return value;
    }
}
