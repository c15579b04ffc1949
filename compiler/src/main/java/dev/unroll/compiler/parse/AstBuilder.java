package dev.unroll.compiler.parse;

import static dev.unroll.compiler.parse.ExpressionBuilder.all;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.DottedName;
import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.ast.Param;
import dev.unroll.compiler.ast.Setting;
import dev.unroll.compiler.ast.SourceFile;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.source.Span;
import dev.unroll.grammar.RnnParser;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;

/** The parse tree of a file, free of syntax errors, to its tree of declarations. */
final class AstBuilder {
    private final Docs docs;
    private final ExpressionBuilder expressions;
    private final BlockBuilder blocks;

    AstBuilder(TokenLayer layer, Docs docs, Diagnostics diagnostics) {
        this.docs = docs;
        this.expressions = new ExpressionBuilder(layer, diagnostics);
        this.blocks = new BlockBuilder(expressions, this, docs, diagnostics);
    }

    SourceFile file(RnnParser.FileContext context) {
        Optional<DottedName> packageName =
                Optional.ofNullable(context.packageDecl()).map(declared -> expressions.dotted(declared.dottedName()));
        return new SourceFile(
                span(context),
                Version.CURRENT,
                packageName,
                all(context.useDecl(), this::use),
                declarations(context.declaration()));
    }

    private SourceFile.Use use(RnnParser.UseDeclContext context) {
        List<Name> path = all(context.path, expressions::name);
        DottedName packageName =
                new DottedName(path.get(0).span().to(path.get(path.size() - 1).span()), path);
        List<Name> names =
                context.only != null ? List.of(expressions.name(context.only)) : all(context.names, expressions::name);
        return new SourceFile.Use(span(context), packageName, names);
    }

    List<Decl> declarations(List<RnnParser.DeclarationContext> contexts) {
        return contexts.stream()
                .map(this::declaration)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty if a part is missing, which has been reported then. */
    private Optional<Decl> declaration(RnnParser.DeclarationContext context) {
        ParserRuleContext inner = (ParserRuleContext) context.getChild(0);
        if (inner instanceof RnnParser.ModelDeclContext model) {
            return Optional.of(blocks.model(model));
        } else if (inner instanceof RnnParser.CellDeclContext cell) {
            return blocks.cell(cell).map(built -> built);
        } else if (inner instanceof RnnParser.AttentionDeclContext attention) {
            return blocks.attention(attention).map(built -> built);
        } else if (inner instanceof RnnParser.TestDeclContext test) {
            return Optional.of(blocks.test(test));
        }
        return Optional.of(settingsBlock(inner));
    }

    private Decl settingsBlock(ParserRuleContext context) {
        if (context instanceof RnnParser.VocabularyDeclContext vocabulary) {
            return new Decl.Vocabulary(
                    span(context),
                    docs.above(context),
                    expressions.name(vocabulary.name()),
                    settings(vocabulary.settings()));
        } else if (context instanceof RnnParser.LabelsDeclContext labels) {
            return labels(labels);
        } else if (context instanceof RnnParser.TrainDeclContext train) {
            return new Decl.Train(
                    span(context), docs.above(context), expressions.name(train.name()), settings(train.settings()));
        } else if (context instanceof RnnParser.ServeDeclContext serve) {
            return new Decl.Serve(
                    span(context), docs.above(context), expressions.name(serve.name()), settings(serve.settings()));
        } else if (context instanceof RnnParser.DecodeDeclContext decode) {
            return decode(decode);
        }
        throw new CompilerBug(
                "parse", "unknown kind of block: " + context.getStart().getText());
    }

    private Decl labels(RnnParser.LabelsDeclContext context) {
        return new Decl.Labels(
                span(context),
                docs.above(context),
                expressions.name(context.name()),
                context.labelList() == null
                        ? List.of()
                        : all(context.labelList().name(), expressions::name),
                context.settings() == null ? List.of() : settings(context.settings()));
    }

    private Decl decode(RnnParser.DecodeDeclContext context) {
        List<RnnParser.DecodeItemContext> items = context.decodeBody().decodeItem();
        return new Decl.Decode(
                span(context),
                docs.above(context),
                expressions.name(context.name()),
                items.stream()
                        .map(RnnParser.DecodeItemContext::strategy)
                        .filter(Objects::nonNull)
                        .map(call -> blocks.call(call))
                        .toList(),
                items.stream()
                        .map(RnnParser.DecodeItemContext::setting)
                        .filter(Objects::nonNull)
                        .map(this::setting)
                        .toList());
    }

    private List<Setting> settings(RnnParser.SettingsContext context) {
        return all(context.setting(), this::setting);
    }

    private Setting setting(RnnParser.SettingContext context) {
        return new Setting(
                span(context), expressions.name(context.name()), expressions.expression(context.expression()));
    }

    List<Param> parameters(RnnParser.ParametersContext context) {
        return context == null ? List.of() : all(context.parameter(), this::parameter);
    }

    private Param parameter(RnnParser.ParameterContext context) {
        return new Param(
                span(context),
                docs.above(context),
                expressions.name(context.name()),
                expressions.type(context.type()),
                Optional.ofNullable(context.expression()).map(expressions::expression));
    }

    private Span span(ParserRuleContext context) {
        return expressions.span(context);
    }
}
