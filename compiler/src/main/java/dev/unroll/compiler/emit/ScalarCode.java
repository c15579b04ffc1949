package dev.unroll.compiler.emit;

import dev.unroll.compiler.ir.Fn;
import java.util.List;

/** How scalar functions are written: as Java operators and {@code FloatMath} calls, or as {@code ArrayMath} calls. */
final class ScalarCode {
    private static final int SUM = 1;
    private static final int PRODUCT = 2;
    private static final int UNARY = 3;
    private static final int ATOM = 4;

    private ScalarCode() {}

    /**
     * An expression.
     *
     * @param precedence how tightly its outermost operator binds
     * @param size number of functions in it
     */
    record Text(String code, int precedence, int size) {
        static Text atom(String code) {
            return new Text(code, code.startsWith("-") ? UNARY : ATOM, 0);
        }

        private String within(int least) {
            return precedence < least ? "(" + code + ")" : code;
        }
    }

    /** {@code fn} of expressions over floats; also how equations are written in comments. */
    static Text floats(Fn fn, List<Text> x) {
        int size = 1 + x.stream().mapToInt(Text::size).sum();
        return switch (fn) {
            case ADD -> new Text(x.get(0).within(SUM) + " + " + x.get(1).within(PRODUCT), SUM, size);
            case SUB -> new Text(x.get(0).within(SUM) + " - " + x.get(1).within(PRODUCT), SUM, size);
            case MUL -> new Text(x.get(0).within(PRODUCT) + " * " + x.get(1).within(UNARY), PRODUCT, size);
            case DIV -> new Text(x.get(0).within(PRODUCT) + " / " + x.get(1).within(UNARY), PRODUCT, size);
            case NEG -> new Text("-" + x.get(0).within(ATOM), UNARY, size);
            case MAX,
                    MIN,
                    ABS,
                    SIGN,
                    STEP,
                    EXP,
                    LOG,
                    SQRT,
                    TANH,
                    SIGMOID,
                    RELU,
                    ELU,
                    GELU,
                    SOFTPLUS,
                    SOFTSIGN,
                    HARD_SIGMOID,
                    ERF -> call(fn, x, size);
        };
    }

    /** {@code fn} of expressions over ND4J arrays. */
    static Text arrays(Fn fn, List<Text> x) {
        return call(fn, x, 1 + x.stream().mapToInt(Text::size).sum());
    }

    private static Text call(Fn fn, List<Text> x, int size) {
        List<String> arguments = x.stream().map(Text::code).toList();
        return new Text(
                Names.lowerCamel(fn.name().toLowerCase(java.util.Locale.ROOT)) + "(" + String.join(", ", arguments)
                        + ")",
                ATOM,
                size);
    }
}
