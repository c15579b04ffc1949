package dev.unroll.compiler.parse;

import dev.unroll.compiler.ast.DottedName;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.ast.TypeExpr;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.source.Span;
import dev.unroll.grammar.RnnParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Parse trees of expressions and types, free of errors, to nodes. */
final class ExpressionBuilder {
    /** How many operators may lie between the root of an expression and a leaf; bounds every later recursion. */
    static final int MOST_OPERATORS = 1000;

    private final TokenLayer layer;
    private final Diagnostics diagnostics;
    private int operators;

    ExpressionBuilder(TokenLayer layer, Diagnostics diagnostics) {
        this.layer = layer;
        this.diagnostics = diagnostics;
    }

    Span span(ParserRuleContext context) {
        return layer.span(context.getStart(), context.getStop());
    }

    /** A plain loop, for it lies on the path of the recursion and the frames of streams are large. */
    static <T, R> List<R> all(List<T> contexts, Function<T, R> build) {
        List<R> built = new ArrayList<>(contexts.size());
        for (T context : contexts) {
            built.add(build.apply(context));
        }
        return built;
    }

    Name name(RnnParser.NameContext context) {
        return new Name(span(context), context.getText());
    }

    DottedName dotted(RnnParser.DottedNameContext context) {
        return new DottedName(span(context), all(context.name(), this::name));
    }

    Expr expression(RnnParser.ExpressionContext context) {
        List<Expr> stages = all(context.operand(), this::operand);
        return stages.size() == 1 ? stages.get(0) : new Expr.Flow(span(context), stages);
    }

    private Expr operand(RnnParser.OperandContext context) {
        return context.sum() != null ? sum(context.sum()) : repeat(context.repeat());
    }

    private Expr repeat(RnnParser.RepeatContext context) {
        RnnParser.CountContext count = context.count();
        return new Expr.Repeat(
                span(context),
                count.NUMBER() != null ? num(count.NUMBER()) : new Expr.Ref(span(count), dotted(count.dottedName())),
                Optional.ofNullable(context.record()).map(this::record),
                expression(context.repeatBody().expression()));
    }

    Expr sum(RnnParser.SumContext context) {
        return chain(context, context.term(), this::term);
    }

    private Expr term(RnnParser.TermContext context) {
        return chain(context, context.unary(), this::unary);
    }

    /** {@code a + b - c} as {@code ((a + b) - c)}, by a loop; the children of the context are operand, operator, operand, … */
    private <T extends ParserRuleContext> Expr chain(
            ParserRuleContext context, List<T> operands, Function<T, Expr> build) {
        if (operands.size() == 1) {
            return build.apply(operands.get(0));
        }
        return counted(context, operands.size() - 1, () -> {
            Expr left = build.apply(operands.get(0));
            for (int i = 1; i < operands.size(); i++) {
                Expr right = build.apply(operands.get(i));
                Token sign = ((TerminalNode) context.getChild(2 * i - 1)).getSymbol();
                left = new Expr.Binary(left.span().to(right.span()), operator(sign), left, right);
            }
            return left;
        });
    }

    private Expr unary(RnnParser.UnaryContext context) {
        if (context.MINUS().isEmpty()) {
            return primary(context.primary());
        }
        return counted(context, context.MINUS().size(), () -> {
            Expr operand = primary(context.primary());
            for (int i = context.MINUS().size() - 1; i >= 0; i--) {
                operand =
                        new Expr.Negate(layer.span(context.MINUS(i).getSymbol()).to(operand.span()), operand);
            }
            return operand;
        });
    }

    private Expr counted(ParserRuleContext context, int more, Supplier<Expr> build) {
        if (operators + more > MOST_OPERATORS) {
            diagnostics.report(Diagnostic.of(
                            DiagnosticCode.EXPRESSION_TOO_LONG,
                            span(context),
                            "an expression has at most 1000 operators")
                    .withLabel(more + " more begin here")
                    .withHelp("give parts of it names on lines of their own"));
            return new Expr.Flag(span(context), false); // never seen: an error was reported
        }
        operators += more;
        Expr built = build.get();
        operators -= more;
        return built;
    }

    private static Expr.Operator operator(Token sign) {
        return switch (sign.getType()) {
            case RnnParser.PLUS -> Expr.Operator.ADD;
            case RnnParser.MINUS -> Expr.Operator.SUBTRACT;
            case RnnParser.STAR -> Expr.Operator.MULTIPLY;
            case RnnParser.SLASH -> Expr.Operator.DIVIDE;
            case RnnParser.AT -> Expr.Operator.PRODUCT;
            default -> throw new CompilerBug("parse", "no operator: " + sign.getText());
        };
    }

    private Expr primary(RnnParser.PrimaryContext context) {
        if (context instanceof RnnParser.ReferredContext referred) {
            return reference(referred.reference());
        } else if (context instanceof RnnParser.NumberContext number) {
            return num(number.NUMBER());
        } else if (context instanceof RnnParser.StringContext string) {
            return text(string.STRING());
        } else if (context instanceof RnnParser.FlagContext flag) {
            return new Expr.Flag(span(flag), flag.TRUE() != null);
        } else if (context instanceof RnnParser.RecordedContext recorded) {
            return record(recorded.record());
        } else if (context instanceof RnnParser.ListedContext listed) {
            return new Expr.ListOf(span(listed), all(listed.list().expression(), this::expression));
        } else if (context instanceof RnnParser.GroupedContext grouped) {
            return expression(grouped.group().expression());
        }
        throw new CompilerBug("parse", "unknown kind of operand: " + context.getText());
    }

    Expr.Num num(TerminalNode number) {
        String digits = number.getText();
        return new Expr.Num(layer.span(number.getSymbol()), digits, Double.parseDouble(digits));
    }

    Expr.Text text(TerminalNode string) {
        return new Expr.Text(layer.span(string.getSymbol()), Literals.value(string.getText()));
    }

    Expr reference(RnnParser.ReferenceContext context) {
        DottedName name = dotted(context.dottedName());
        if (context.arguments() != null) {
            return new Expr.Call(span(context), name, arguments(context.arguments()));
        } else if (context.position() != null) {
            return new Expr.Index(
                    span(context), name, expression(context.position().expression()));
        }
        return new Expr.Ref(span(context), name);
    }

    List<Expr.Argument> arguments(RnnParser.ArgumentsContext context) {
        return all(
                context.argument(),
                argument -> new Expr.Argument(
                        span(argument),
                        Optional.ofNullable(argument.name()).map(this::name),
                        expression(argument.expression())));
    }

    Expr.RecordOf record(RnnParser.RecordContext context) {
        return new Expr.RecordOf(
                span(context),
                all(
                        context.field(),
                        field -> new Expr.Field(
                                span(field),
                                name(field.name()),
                                Optional.ofNullable(field.expression()).map(this::expression))));
    }

    TypeExpr type(RnnParser.TypeContext context) {
        return new TypeExpr(
                span(context),
                name(context.name()),
                Optional.ofNullable(context.dottedName()).map(this::dotted),
                context.dimensions() == null
                        ? List.of()
                        : all(context.dimensions().dimension(), this::dimension));
    }

    private TypeExpr.Dim dimension(RnnParser.DimensionContext context) {
        if (context instanceof RnnParser.FixedAxisContext fixed) {
            return new TypeExpr.Dim.Fixed(span(fixed), name(fixed.name()), sum(fixed.sum()));
        } else if (context instanceof RnnParser.BoundedAxisContext bounded) {
            return new TypeExpr.Dim.Bounded(span(bounded), name(bounded.name()), sum(bounded.sum()));
        } else if (context instanceof RnnParser.PlainDimensionContext plain) {
            return new TypeExpr.Dim.Plain(span(plain), sum(plain.sum()));
        }
        throw new CompilerBug("parse", "unknown kind of dimension: " + context.getText());
    }
}
