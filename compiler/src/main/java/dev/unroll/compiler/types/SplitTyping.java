package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_VALUE;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SPLIT_MISFIT;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.types.TrainSpec.Split;
import dev.unroll.compiler.types.TrainSpec.SplitKind;
import dev.unroll.compiler.types.ValueType.Element;
import java.util.List;
import java.util.Locale;

/** Types {@code split} and its short form {@code validation}. */
record SplitTyping(TrainWords words, List<Port> outputs) {
    private static final List<String> KINDS = List.of("chronological", "random", "stratified");

    Split split(Expr expr) {
        Expr.Call call = words.call(
                expr, "split", KINDS, "there is chronological, random and stratified(train, validation, test)");
        String name = call.name().toString();
        Arguments shares = words.options(expr, name, 3, "train", "validation", "test");
        double train = words.share(shares.need("train"), "`train` of " + name);
        double validation = share(shares, "validation", name);
        double test = share(shares, "test", name);
        if (validation + test == 0) {
            throw words.faults()
                    .refuse(
                            SETTING_VALUE,
                            call.span(),
                            "this names no part beside the one for training",
                            "add `validation = 0.2`, or take the setting out to train on everything");
        }
        double sum = train + validation + test;
        if (sum > 1 + 1e-9) {
            throw words.faults()
                    .refuse(
                            SETTING_VALUE,
                            call.span(),
                            "the shares add up to " + Constants.shown(sum) + ", more than 1");
        }
        return new Split(kind(expr, name), train, validation, test);
    }

    private double share(Arguments shares, String part, String name) {
        return shares.get(part)
                .map(e -> words.share(e, "`" + part + "` of " + name))
                .orElse(0.0);
    }

    Split validation(Expr expr) {
        Expr.Call call = words.call(
                expr, "validation", KINDS, "there is chronological(share), random(share) and stratified(share)");
        String name = call.name().toString();
        double share = words.share(words.options(expr, name, 1, "share").need("share"), "the share of " + name);
        return new Split(kind(expr, name), 1 - share, share, 0);
    }

    private SplitKind kind(Expr expr, String name) {
        SplitKind kind = SplitKind.valueOf(name.toUpperCase(Locale.ROOT));
        long classes = outputs.stream()
                .filter(p -> !p.type().isSequence())
                .filter(p -> p.type().element() == Element.LABEL || p.type().isProbability())
                .count();
        if (kind == SplitKind.STRATIFIED && classes != 1) {
            throw words.faults()
                    .refuse(
                            SPLIT_MISFIT,
                            expr.span(),
                            "`stratified` keeps the shares of one label or probability per example; this model gives "
                                    + classes,
                            "write `random`");
        }
        return kind;
    }
}
