package dev.unroll.compiler.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text form of a scalar program: <code>{ i = sigmoid(a0); c = mul(i, a1) -> c }</code>. Arguments are {@code a0},
 * {@code a1} and so on; a step whose name does not say which step it is gets its index behind it, as in {@code c.3}.
 */
final class ScalarText {
    private ScalarText() {}

    static String print(Scalar scalar) {
        List<String> labels = labels(scalar);
        StringBuilder out = new StringBuilder("{ ");
        for (int i = 0; i < scalar.steps().size(); i++) {
            Scalar.Step step = scalar.steps().get(i);
            out.append(i == 0 ? "" : "; ").append(labels.get(i)).append(" = ");
            out.append(step.fn().name().toLowerCase(Locale.ROOT));
            out.append('(').append(refs(step.operands(), labels)).append(')');
        }
        out.append(scalar.steps().isEmpty() ? "-> " : " -> ").append(refs(scalar.results(), labels));
        return out.append(" }").toString();
    }

    static Scalar parse(IrTokens in, int arguments) {
        Map<String, Integer> locals = new HashMap<>();
        List<Scalar.Step> steps = new ArrayList<>();
        in.expect("{");
        while (!in.accept("->")) {
            if (!steps.isEmpty()) {
                in.expect(";");
            }
            String label = in.word();
            in.expect("=");
            Fn fn = fn(in);
            in.expect("(");
            List<Scalar.Ref> operands = refs(in, locals, ")");
            steps.add(new Scalar.Step(nameOf(label), fn, operands));
            locals.put(label, steps.size() - 1);
        }
        return new Scalar(arguments, steps, refs(in, locals, "}"));
    }

    private static List<String> labels(Scalar scalar) {
        Map<String, Integer> uses = new HashMap<>();
        scalar.steps().forEach(step -> uses.merge(step.name(), 1, Integer::sum));
        List<String> labels = new ArrayList<>();
        for (Scalar.Step step : scalar.steps()) {
            boolean clear = uses.get(step.name()) == 1 && !meansSomethingElse(step.name());
            labels.add(clear ? step.name() : step.name() + "." + labels.size());
        }
        return labels;
    }

    private static boolean meansSomethingElse(String name) {
        return name.matches("a[0-9]+") || name.equals("NaN") || name.equals("Infinity");
    }

    private static String nameOf(String label) {
        int dot = label.indexOf('.');
        return dot < 0 ? label : label.substring(0, dot);
    }

    private static String refs(List<Scalar.Ref> refs, List<String> labels) {
        return refs.stream()
                .map(ref -> ref.match(
                        arg -> "a" + arg.index(),
                        local -> labels.get(local.index()),
                        constant -> Double.toString(constant.value())))
                .collect(Collectors.joining(", "));
    }

    private static List<Scalar.Ref> refs(IrTokens in, Map<String, Integer> locals, String end) {
        List<Scalar.Ref> refs = new ArrayList<>();
        while (!in.accept(end)) {
            if (!refs.isEmpty()) {
                in.expect(",");
            }
            refs.add(ref(in, locals));
        }
        return refs;
    }

    private static Scalar.Ref ref(IrTokens in, Map<String, Integer> locals) {
        String text = in.peek();
        Integer local = locals.get(text);
        if (local != null) {
            in.next();
            return new Scalar.Local(local);
        }
        if (text.matches("a[0-9]+")) {
            in.next();
            return new Scalar.Arg(Integer.parseInt(text.substring(1)));
        }
        return new Scalar.Const(in.number());
    }

    private static Fn fn(IrTokens in) {
        String name = in.word();
        for (Fn fn : Fn.values()) {
            if (fn.name().toLowerCase(Locale.ROOT).equals(name)) {
                return fn;
            }
        }
        throw in.error("there is no function '" + name + "'");
    }
}
