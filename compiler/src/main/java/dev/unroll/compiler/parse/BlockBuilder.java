package dev.unroll.compiler.parse;

import static dev.unroll.compiler.parse.ExpressionBuilder.all;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Doc;
import dev.unroll.compiler.ast.Emit;
import dev.unroll.compiler.ast.Expectation;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.ast.Param;
import dev.unroll.compiler.ast.Port;
import dev.unroll.compiler.ast.State;
import dev.unroll.compiler.ast.Statement;
import dev.unroll.compiler.ast.Weights;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.source.Span;
import dev.unroll.grammar.RnnParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;

/** Models, cells, attentions and tests: the blocks made of statements. */
final class BlockBuilder {
    private final ExpressionBuilder expressions;
    private final AstBuilder files;
    private final Docs docs;
    private final Diagnostics diagnostics;

    BlockBuilder(ExpressionBuilder expressions, AstBuilder files, Docs docs, Diagnostics diagnostics) {
        this.expressions = expressions;
        this.files = files;
        this.docs = docs;
        this.diagnostics = diagnostics;
    }

    Decl.Model model(RnnParser.ModelDeclContext context) {
        Optional<Doc> doc = docs.above(context);
        List<RnnParser.ModelItemContext> items = context.modelBody().modelItem();
        return new Decl.Model(
                span(context),
                doc,
                expressions.name(context.name()),
                files.parameters(context.parameters()),
                parts(items, RnnParser.ModelItemContext::inputDecl, in -> port(in, in.name(), in.type(), in.scaling())),
                parts(
                        items,
                        RnnParser.ModelItemContext::outputDecl,
                        out -> port(out, out.name(), out.type(), out.scaling())),
                items.stream().map(this::statement).flatMap(Optional::stream).toList());
    }

    private Port port(
            ParserRuleContext line,
            RnnParser.NameContext name,
            RnnParser.TypeContext type,
            RnnParser.ScalingContext scaling) {
        return new Port(
                span(line),
                docs.above(line),
                expressions.name(name),
                expressions.type(type),
                Optional.ofNullable(scaling).map(this::scaling));
    }

    private Port.Scaling scaling(RnnParser.ScalingContext context) {
        return context.LIKE() != null
                ? new Port.Scaling.Like(span(context), expressions.name(context.name()))
                : new Port.Scaling.By(span(context), expressions.reference(context.reference()));
    }

    /** Empty for inputs and outputs, and for a decoder without a step. */
    private Optional<Statement> statement(RnnParser.ModelItemContext context) {
        if (context.binding() != null) {
            return Optional.of(binding(context.binding()));
        } else if (context.layerDecl() != null) {
            return Optional.of(layer(context.layerDecl()));
        } else if (context.decoderDecl() != null) {
            return decoder(context.decoderDecl()).map(built -> built);
        }
        return Optional.empty();
    }

    private Statement.Binding binding(RnnParser.BindingContext context) {
        return new Statement.Binding(
                span(context),
                docs.above(context),
                expressions.name(context.name()),
                expressions.expression(context.expression()));
    }

    private Statement.Layer layer(RnnParser.LayerDeclContext context) {
        return new Statement.Layer(
                span(context),
                docs.above(context),
                expressions.name(context.name()),
                expressions.expression(context.expression()));
    }

    private Optional<Statement.Decoder> decoder(RnnParser.DecoderDeclContext context) {
        Name name = expressions.name(context.name());
        List<RnnParser.DecoderItemContext> items = context.decoderBody().decoderItem();
        Optional<Statement.Step> step = only(
                        items, RnnParser.DecoderItemContext::decoderStep, name, "`step (previous) { ... }`")
                .flatMap(this::step);
        return step.map(built -> new Statement.Decoder(
                span(context),
                docs.above(context),
                name,
                parts(items, RnnParser.DecoderItemContext::layerDecl, this::layer),
                parts(items, RnnParser.DecoderItemContext::decoderCell, this::decoderCell),
                built));
    }

    private Statement.Layer decoderCell(RnnParser.DecoderCellContext context) {
        return new Statement.Layer(
                span(context),
                docs.above(context),
                expressions.name(context.name()),
                expressions.expression(context.expression()));
    }

    private Optional<Statement.Step> step(RnnParser.DecoderStepContext context) {
        List<RnnParser.StepItemContext> items = context.stepBody().stepItem();
        Name word = new Name(expressions.span(context), "step");
        return only(items, RnnParser.StepItemContext::emit, word, "`emit value`")
                .map(emit -> new Statement.Step(
                        span(context),
                        all(context.name(), expressions::name),
                        parts(items, RnnParser.StepItemContext::binding, this::binding),
                        emit(emit)));
    }

    private Emit emit(RnnParser.EmitContext context) {
        return new Emit(span(context), expressions.expression(context.expression()));
    }

    Optional<Decl.Cell> cell(RnnParser.CellDeclContext context) {
        Name name = expressions.name(context.name());
        List<RnnParser.CellItemContext> items = context.cellBody().cellItem();
        Optional<RnnParser.CellStepContext> step =
                only(items, RnnParser.CellItemContext::cellStep, name, "`step { ... }`");
        Optional<RnnParser.EmitContext> emit = only(items, RnnParser.CellItemContext::emit, name, "`emit value`");
        if (step.isEmpty() || emit.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Decl.Cell(
                span(context),
                docs.above(context),
                name,
                options(context.parameters()),
                inputs(context.parameters()),
                weights(parts(items, RnnParser.CellItemContext::weightsDecl, line -> line)),
                parts(items, RnnParser.CellItemContext::stateDecl, this::state),
                all(step.get().equations().binding(), this::binding),
                emit(emit.get())));
    }

    private State state(RnnParser.StateDeclContext context) {
        return new State(
                span(context),
                docs.above(context),
                expressions.name(context.name()),
                expressions.type(context.type()),
                expressions.expression(context.expression()));
    }

    Optional<Decl.Attention> attention(RnnParser.AttentionDeclContext context) {
        Name name = expressions.name(context.name());
        List<RnnParser.AttentionItemContext> items = context.attentionBody().attentionItem();
        return only(items, RnnParser.AttentionItemContext::score, name, "`score[position] = value`")
                .map(score -> new Decl.Attention(
                        span(context),
                        docs.above(context),
                        name,
                        options(context.parameters()),
                        inputs(context.parameters()),
                        weights(parts(items, RnnParser.AttentionItemContext::weightsDecl, line -> line)),
                        expressions.name(score.name(0)),
                        expressions.name(score.name(1)),
                        expressions.expression(score.expression())));
    }

    /** Of two lists in round brackets the first holds the options; a single one holds the inputs. */
    private List<Param> options(List<RnnParser.ParametersContext> lists) {
        return lists.size() > 1 ? files.parameters(lists.get(0)) : List.of();
    }

    private List<Param> inputs(List<RnnParser.ParametersContext> lists) {
        return files.parameters(lists.get(lists.size() - 1));
    }

    private List<Weights> weights(List<RnnParser.WeightsDeclContext> lines) {
        List<Weights> built = new ArrayList<>();
        for (RnnParser.WeightsDeclContext line : lines) {
            Optional<Doc> lineDoc = docs.above(line);
            for (RnnParser.WeightGroupContext group : line.weightGroup()) {
                built.add(new Weights(
                        span(group),
                        docs.above(group).or(() -> lineDoc),
                        all(group.name(), expressions::name),
                        expressions.type(group.type()),
                        Optional.ofNullable(group.expression()).map(expressions::expression)));
            }
        }
        return built;
    }

    Decl.Test test(RnnParser.TestDeclContext context) {
        return new Decl.Test(
                span(context),
                docs.above(context),
                expressions.name(context.name()),
                all(context.testBody().expectation(), this::expectation));
    }

    private Expectation expectation(RnnParser.ExpectationContext context) {
        if (context instanceof RnnParser.CompareContext compare) {
            return new Expectation.Compare(
                    span(compare),
                    expressions.expression(compare.expression(0)),
                    comparison(compare.comparison()),
                    expressions.expression(compare.expression(1)));
        } else if (context instanceof RnnParser.HasTypeContext typed) {
            return new Expectation.HasType(
                    span(typed), expressions.dotted(typed.dottedName()), expressions.type(typed.type()));
        } else if (context instanceof RnnParser.FailsContext fails) {
            return new Expectation.Fails(
                    span(fails),
                    expressions.text(fails.STRING()),
                    files.declarations(fails.refusedBody().declaration()));
        } else if (context instanceof RnnParser.GradientsContext gradients) {
            return new Expectation.Gradients(
                    span(gradients),
                    expressions.num(gradients.NUMBER()),
                    Optional.ofNullable(gradients.record()).map(expressions::record));
        }
        throw new CompilerBug("parse", "unknown kind of expectation: " + context.getText());
    }

    private static Expectation.Comparison comparison(RnnParser.ComparisonContext context) {
        for (Expectation.Comparison comparison : Expectation.Comparison.values()) {
            if (comparison.sign().equals(context.getText())) {
                return comparison;
            }
        }
        throw new CompilerBug("parse", "unknown comparison " + context.getText());
    }

    Expr.Call call(RnnParser.StrategyContext context) {
        return new Expr.Call(
                span(context), expressions.dotted(context.dottedName()), expressions.arguments(context.arguments()));
    }

    private static <I, C, R> List<R> parts(List<I> items, Function<I, C> part, Function<C, R> build) {
        return items.stream().map(part).filter(Objects::nonNull).map(build).toList();
    }

    /** The one part of a kind that a block must have; reports a missing or a second one. */
    private <I, C extends ParserRuleContext> Optional<C> only(
            List<I> items, Function<I, C> part, Name block, String form) {
        List<C> found = items.stream().map(part).filter(Objects::nonNull).toList();
        if (found.isEmpty()) {
            Span place = block.span()
                    .source()
                    .span(
                            block.span().start(),
                            block.span().start() + block.text().length());
            diagnostics.report(
                    Diagnostic.of(DiagnosticCode.PART_MISSING, place, "`" + block.text() + "` has no " + form)
                            .withHelp("add " + form + " to the block"));
        }
        for (C second : found.subList(Math.min(1, found.size()), found.size())) {
            diagnostics.report(Diagnostic.of(
                            DiagnosticCode.PART_REPEATED, span(second), "`" + block.text() + "` has a second " + form)
                    .withNote(span(found.get(0)), "the first one is here")
                    .withHelp("keep one of the two"));
        }
        return found.stream().findFirst();
    }

    private Span span(ParserRuleContext context) {
        return expressions.span(context);
    }
}
