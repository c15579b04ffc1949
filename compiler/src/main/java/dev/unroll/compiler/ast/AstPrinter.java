package dev.unroll.compiler.ast;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tree as text, for {@code --dump=ast}: one line per node that is not an expression, with the place it was read from, and every
 * grouping of an expression shown.
 */
public final class AstPrinter implements Decl.Cases<Void>, Statement.Cases<Void>, Expectation.Cases<Void> {
    private final StringBuilder out = new StringBuilder();
    private int indent;

    private AstPrinter() {}

    /** Prints a file, every line ended by {@code \n}. */
    public static String print(SourceFile file) {
        AstPrinter printer = new AstPrinter();
        printer.line(
                file,
                "file rnn " + file.version()
                        + file.packageName().map(name -> " package " + name).orElse(""));
        printer.inside(() -> {
            file.uses().forEach(use -> printer.line(use, "use " + use.packageName() + " " + joined(use.names())));
            file.declarations().forEach(declaration -> declaration.match(printer));
        });
        return printer.out.toString();
    }

    private void line(Node node, String text) {
        String place = node.span().line() + ":" + node.span().column() + "-"
                + node.span().endLine() + ":" + node.span().endColumn();
        out.append("  ".repeat(indent)).append(text).append("  @").append(place).append('\n');
    }

    private void inside(Runnable children) {
        indent++;
        children.run();
        indent--;
    }

    private void doc(Optional<Doc> doc) {
        doc.ifPresent(comment -> comment.lines().forEach(text -> out.append("  ".repeat(indent))
                .append(("/// " + text).stripTrailing())
                .append('\n')));
    }

    private static String joined(List<Name> names) {
        return names.stream().map(Name::text).collect(Collectors.joining(", "));
    }

    private void head(Decl declaration, String word) {
        doc(declaration.doc());
        line(declaration, word + " " + declaration.name());
    }

    private void settings(List<Setting> settings) {
        settings.forEach(setting -> line(setting, setting.name() + " = " + ExprPrinter.print(setting.value())));
    }

    private void params(String word, List<Param> params) {
        for (Param param : params) {
            doc(param.doc());
            String initial = param.initial()
                    .map(value -> " = " + ExprPrinter.print(value))
                    .orElse("");
            line(param, word + " " + param.name() + ": " + ExprPrinter.print(param.type()) + initial);
        }
    }

    private void ports(String word, List<Port> ports) {
        for (Port port : ports) {
            doc(port.doc());
            String scaling = port.scaling().map(AstPrinter::scaling).orElse("");
            line(port, word + " " + port.name() + ": " + ExprPrinter.print(port.type()) + scaling);
        }
    }

    private static String scaling(Port.Scaling scaling) {
        return scaling.match(new Port.Scaling.Cases<String>() {
            @Override
            public String by(Port.Scaling.By by) {
                return " scaled " + ExprPrinter.print(by.scaler());
            }

            @Override
            public String like(Port.Scaling.Like like) {
                return " scaled like " + like.port();
            }
        });
    }

    private void weights(List<Weights> weights) {
        for (Weights group : weights) {
            doc(group.doc());
            String init = group.init()
                    .map(value -> " init " + ExprPrinter.print(value))
                    .orElse("");
            line(group, "weights " + joined(group.names()) + ": " + ExprPrinter.print(group.type()) + init);
        }
    }

    private void emit(Emit emit) {
        line(emit, "emit " + ExprPrinter.print(emit.value()));
    }

    @Override
    public Void model(Decl.Model model) {
        head(model, "model");
        inside(() -> {
            params("parameter", model.parameters());
            ports("input", model.inputs());
            ports("output", model.outputs());
            model.statements().forEach(statement -> statement.match(this));
        });
        return null;
    }

    @Override
    public Void cell(Decl.Cell cell) {
        head(cell, "cell");
        inside(() -> {
            params("parameter", cell.parameters());
            params("input", cell.inputs());
            weights(cell.weights());
            for (State state : cell.states()) {
                doc(state.doc());
                line(
                        state,
                        "state " + state.name() + ": " + ExprPrinter.print(state.type()) + " = "
                                + ExprPrinter.print(state.initial()));
            }
            cell.step().forEach(this::binding);
            emit(cell.emit());
        });
        return null;
    }

    @Override
    public Void attention(Decl.Attention attention) {
        head(attention, "attention");
        inside(() -> {
            params("parameter", attention.parameters());
            params("input", attention.inputs());
            weights(attention.weights());
            line(
                    attention.score(),
                    attention.score() + "[" + attention.position() + "] = " + ExprPrinter.print(attention.value()));
        });
        return null;
    }

    @Override
    public Void vocabulary(Decl.Vocabulary vocabulary) {
        head(vocabulary, "vocabulary");
        inside(() -> settings(vocabulary.settings()));
        return null;
    }

    @Override
    public Void labels(Decl.Labels labels) {
        head(labels, "labels");
        inside(() -> {
            labels.values().forEach(value -> line(value, value.text()));
            settings(labels.settings());
        });
        return null;
    }

    @Override
    public Void train(Decl.Train train) {
        head(train, "train");
        inside(() -> settings(train.settings()));
        return null;
    }

    @Override
    public Void decode(Decl.Decode decode) {
        head(decode, "decode");
        inside(() -> {
            decode.strategies().forEach(call -> line(call, ExprPrinter.print(call)));
            settings(decode.settings());
        });
        return null;
    }

    @Override
    public Void serve(Decl.Serve serve) {
        head(serve, "serve");
        inside(() -> settings(serve.settings()));
        return null;
    }

    @Override
    public Void test(Decl.Test test) {
        head(test, "test");
        inside(() -> test.expectations().forEach(expectation -> expectation.match(this)));
        return null;
    }

    @Override
    public Void layer(Statement.Layer layer) {
        doc(layer.doc());
        line(layer, "layer " + layer.name() + " = " + ExprPrinter.print(layer.value()));
        return null;
    }

    @Override
    public Void binding(Statement.Binding binding) {
        doc(binding.doc());
        line(binding, binding.name() + " = " + ExprPrinter.print(binding.value()));
        return null;
    }

    @Override
    public Void decoder(Statement.Decoder decoder) {
        doc(decoder.doc());
        line(decoder, "decoder " + decoder.name());
        inside(() -> {
            decoder.layers().forEach(this::layer);
            decoder.cells()
                    .forEach(cell -> line(cell, "cell " + cell.name() + " = " + ExprPrinter.print(cell.value())));
            line(decoder.step(), "step (" + joined(decoder.step().parameters()) + ")");
            inside(() -> {
                decoder.step().bindings().forEach(this::binding);
                emit(decoder.step().emit());
            });
        });
        return null;
    }

    @Override
    public Void compare(Expectation.Compare compare) {
        String sign = compare.comparison().sign();
        line(
                compare,
                "expect " + ExprPrinter.print(compare.left()) + " " + sign + " " + ExprPrinter.print(compare.right()));
        return null;
    }

    @Override
    public Void hasType(Expectation.HasType typed) {
        line(typed, "expect " + typed.value() + " : " + ExprPrinter.print(typed.type()));
        return null;
    }

    @Override
    public Void fails(Expectation.Fails fails) {
        line(fails, "expect error " + ExprPrinter.print(fails.code()));
        inside(() -> fails.declarations().forEach(declaration -> declaration.match(this)));
        return null;
    }

    @Override
    public Void gradients(Expectation.Gradients gradients) {
        String sizes = gradients
                .sizes()
                .map(record -> " with " + ExprPrinter.print(record))
                .orElse("");
        line(gradients, "gradients within " + gradients.tolerance().digits() + sizes);
        return null;
    }
}
