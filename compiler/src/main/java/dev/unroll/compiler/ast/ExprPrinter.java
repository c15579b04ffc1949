package dev.unroll.compiler.ast;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Expressions and types on one line each, every grouping shown: {@code (x -> LSTM(50))}, {@code (a + (b * c))}. */
final class ExprPrinter implements Expr.Cases<String> {
    private static final ExprPrinter INSTANCE = new ExprPrinter();

    private ExprPrinter() {}

    static String print(Expr expr) {
        return expr.match(INSTANCE);
    }

    static String print(TypeExpr type) {
        String of = type.of().map(name -> "<" + name + ">").orElse("");
        String dims = type.dims().isEmpty()
                ? ""
                : "[" + joined(type.dims().stream().map(ExprPrinter::print).toList()) + "]";
        return type.kind() + of + dims;
    }

    private static String print(TypeExpr.Dim dim) {
        return dim.match(new TypeExpr.Dim.Cases<String>() {
            @Override
            public String plain(TypeExpr.Dim.Plain plain) {
                return print(plain.value());
            }

            @Override
            public String fixed(TypeExpr.Dim.Fixed fixed) {
                return fixed.axis() + " = " + print(fixed.length());
            }

            @Override
            public String bounded(TypeExpr.Dim.Bounded bounded) {
                return bounded.axis() + " <= " + print(bounded.longest());
            }
        });
    }

    private static String joined(List<String> parts) {
        return String.join(", ", parts);
    }

    @Override
    public String num(Expr.Num num) {
        return num.digits();
    }

    @Override
    public String text(Expr.Text text) {
        return text.value().codePoints().mapToObj(ExprPrinter::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(int codePoint) {
        boolean plain = codePoint >= ' ' && codePoint < 0x7f && codePoint != '"' && codePoint != '\\';
        return plain ? Character.toString(codePoint) : "\\u{" + Integer.toHexString(codePoint) + "}";
    }

    @Override
    public String flag(Expr.Flag flag) {
        return Boolean.toString(flag.value());
    }

    @Override
    public String ref(Expr.Ref ref) {
        return ref.name().toString();
    }

    @Override
    public String call(Expr.Call call) {
        return call.name()
                + "("
                + joined(call.arguments().stream()
                        .map(argument -> named(argument.name(), print(argument.value())))
                        .toList())
                + ")";
    }

    private static String named(Optional<Name> name, String value) {
        return name.map(given -> given + " = " + value).orElse(value);
    }

    @Override
    public String index(Expr.Index index) {
        return index.name() + "[" + print(index.position()) + "]";
    }

    @Override
    public String recordOf(Expr.RecordOf record) {
        return "{"
                + joined(record.fields().stream()
                        .map(field -> field.name()
                                + field.value()
                                        .map(value -> " = " + print(value))
                                        .orElse(""))
                        .toList())
                + "}";
    }

    @Override
    public String listOf(Expr.ListOf list) {
        return "[" + joined(list.elements().stream().map(ExprPrinter::print).toList()) + "]";
    }

    @Override
    public String negate(Expr.Negate negate) {
        return "(-" + print(negate.operand()) + ")";
    }

    @Override
    public String binary(Expr.Binary binary) {
        return "(" + print(binary.left()) + " " + binary.operator().sign() + " " + print(binary.right()) + ")";
    }

    @Override
    public String flow(Expr.Flow flow) {
        return "(" + flow.stages().stream().map(ExprPrinter::print).collect(Collectors.joining(" -> ")) + ")";
    }

    @Override
    public String repeat(Expr.Repeat repeat) {
        String options =
                repeat.options().map(record -> " with " + recordOf(record)).orElse("");
        return "(repeat " + print(repeat.count()) + options + " " + print(repeat.body()) + ")";
    }
}
