package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * An expression. From loosest to tightest: {@code ->}, then {@code + -}, then {@code * / @}, then unary {@code -}. Operators of one
 * level group from the left. The parser bounds the depth of a tree, so recursion over it is safe.
 */
public sealed interface Expr extends Node {
    /** Chooses by form. */
    <R> R match(Cases<R> cases);

    /** One method per form. */
    interface Cases<R> {
        R num(Num num);

        R text(Text text);

        R flag(Flag flag);

        R ref(Ref ref);

        R call(Call call);

        R index(Index index);

        R recordOf(RecordOf record);

        R listOf(ListOf list);

        R negate(Negate negate);

        R binary(Binary binary);

        R flow(Flow flow);

        R repeat(Repeat repeat);
    }

    /**
     * {@code 60} or {@code 1e-5}; never negative.
     *
     * @param digits as written
     * @param value its value, finite
     */
    record Num(Span span, String digits, double value) implements Expr {
        /** Whether it was written without point and exponent. */
        public boolean isWhole() {
            return digits.chars().allMatch(c -> c >= '0' && c <= '9');
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.num(this);
        }
    }

    /**
     * {@code "glove.100d"}.
     *
     * @param value with its escapes resolved
     */
    record Text(Span span, String value) implements Expr {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.text(this);
        }
    }

    /** {@code true} or {@code false}. */
    record Flag(Span span, boolean value) implements Expr {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.flag(this);
        }
    }

    /** {@code review}, {@code last}, {@code memory.final.h}: a name without arguments. */
    record Ref(Span span, DottedName name) implements Expr {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.ref(this);
        }
    }

    /** {@code LSTM(units, dropout = { input = 0.5 })}, {@code prev(h)}, {@code schedule.linear(from = 1.0)}. */
    record Call(Span span, DottedName name, List<Argument> arguments) implements Expr {
        /** Copies the arguments. */
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.call(this);
        }
    }

    /**
     * An argument of a call.
     *
     * @param name of a named argument
     */
    record Argument(Span span, Optional<Name> name, Expr value) implements Node {}

    /** {@code keys[pos]}: the value at one position of an axis. */
    record Index(Span span, DottedName name, Expr position) implements Expr {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.index(this);
        }
    }

    /** {@code { input = 0.5, recurrent }}. */
    record RecordOf(Span span, List<Field> fields) implements Expr {
        /** Copies the fields. */
        public RecordOf {
            fields = List.copyOf(fields);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.recordOf(this);
        }
    }

    /**
     * A field of a record.
     *
     * @param value empty if only the name was written
     */
    record Field(Span span, Name name, Optional<Expr> value) implements Node {}

    /** {@code [accuracy, auc]}. */
    record ListOf(Span span, List<Expr> elements) implements Expr {
        /** Copies the elements. */
        public ListOf {
            elements = List.copyOf(elements);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.listOf(this);
        }
    }

    /** {@code -x}. */
    record Negate(Span span, Expr operand) implements Expr {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.negate(this);
        }
    }

    /** {@code a + b}. */
    record Binary(Span span, Operator operator, Expr left, Expr right) implements Expr {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.binary(this);
        }
    }

    /** What {@link Binary} does. */
    enum Operator {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        PRODUCT("@");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** The sign in the text. */
        public String sign() {
            return sign;
        }
    }

    /**
     * {@code review -> Embedding(100) -> last}.
     *
     * @param stages at least two; the first may be a value or, inside {@code repeat}, a layer
     */
    record Flow(Span span, List<Expr> stages) implements Expr {
        /** Copies the stages. */
        public Flow {
            stages = List.copyOf(stages);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.flow(this);
        }
    }

    /**
     * {@code repeat depth { LSTM(units) -> Dropout(0.2) }} or {@code repeat depth with { residual = true } { … }}.
     *
     * @param count a number or a name
     * @param options the record after {@code with}
     * @param body what is repeated: a layer or a flow of layers
     */
    record Repeat(Span span, Expr count, Optional<RecordOf> options, Expr body) implements Expr {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.repeat(this);
        }
    }
}
