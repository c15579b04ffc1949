package dev.unroll.compiler.types;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Typed models as text, for the {@code types} dump and goldens. */
public final class TypedModelPrinter {
    private final StringBuilder out = new StringBuilder();

    private TypedModelPrinter() {}

    /** The whole model, every line ended by {@code \n}. */
    public static String print(TypedModel model) {
        TypedModelPrinter printer = new TypedModelPrinter();
        printer.spec(model.spec(), model.parameterCount());
        model.weights().forEach(printer::weight);
        model.bindings().forEach(binding -> printer.binding(binding, "  "));
        return printer.out.toString();
    }

    private void line(String indent, String text) {
        out.append(indent).append(text).append('\n');
    }

    private void spec(ModelSpec spec, long parameters) {
        line(
                "",
                "model " + spec.name() + (spec.synthetic() ? " around a cell" : "") + ", " + parameters
                        + " parameters");
        spec.hyperParameters().forEach(h -> line("  ", h.name() + " = " + h.text()));
        spec.inputs().forEach(port -> line("  ", "input " + port(port)));
        spec.outputs().forEach(port -> line("  ", "output " + port(port)));
        spec.vocabularies().forEach(v -> line("  ", vocabulary(v)));
        spec.labels().forEach(l -> line("  ", "labels " + l.name() + ", " + l.size() + " " + l.labels()));
        spec.embeddingFiles().forEach(f -> line("  ", f.weight() + " from " + f.file() + " by " + f.vocabulary()));
        spec.states().forEach(s -> line("  ", "state " + s.name() + " [" + s.width() + "]"));
        spec.train().ifPresent(this::train);
        spec.serve().ifPresent(s -> line("  ", serve(s)));
        spec.decoder().ifPresent(this::decoder);
        spec.tests().forEach(test -> {
            line("  ", "test " + test.subject());
            test.expectations().forEach(e -> line("    ", expectation(e)));
        });
    }

    private static String port(Port port) {
        String length =
                switch (port.length().kind()) {
                    case NONE -> "";
                    case FREE -> ", any length";
                    case FIXED -> ", length " + port.length().steps();
                    case BOUNDED -> ", length to " + port.length().steps();
                };
        return port.name() + " : " + port.type() + length
                + port.scaling().map(s -> ", scaled " + s).orElse("");
    }

    private static String vocabulary(VocabularySpec v) {
        String words = v.fixed()
                .map(fixed -> " fixed, " + fixed.stream().limit(3).toList() + (fixed.size() > 3 ? " …" : ""))
                .orElse(" at most, from " + v.minCount() + " on");
        String options = (v.lowercase() ? ", lowercase" : "") + ", too_long " + v.tooLong() + ", empty " + v.empty();
        return ("vocabulary " + v.name() + " of " + v.tokens().name().toLowerCase(Locale.ROOT) + ", " + v.size())
                + words
                + options.toLowerCase(Locale.ROOT);
    }

    private void decoder(DecoderSpec decoder) {
        line("  ", "decoder " + decoder.output() + " from " + decoder.previous());
        line("    ", "states " + decoder.states());
        line("    ", "attentions " + decoder.attentions());
        SearchSpec search = decoder.search();
        search.beam().ifPresent(beam -> line("    ", beam.toString()));
        search.sample().ifPresent(sample -> line("    ", sample.toString()));
        line(
                "    ",
                search.limit() + ", minimum " + search.minLength() + ", block_ngrams " + search.noRepeat()
                        + (search.unknown() ? ", unknown" : ""));
    }

    private static String serve(ServeSpec serve) {
        String most = serve.maxSessions().isPresent()
                ? ", at most " + serve.maxSessions().getAsInt()
                : "";
        return "serve " + serve.session().name().toLowerCase(Locale.ROOT) + most;
    }

    private void train(TrainSpec train) {
        line("  ", "train");
        train.examples().ifPresent(window -> line("    ", "examples " + window));
        train.target().ifPresent(target -> line("    ", "target " + target));
        train.backprop().ifPresent(backprop -> line("    ", "backprop " + backprop));
        train.teacherForcing().ifPresent(chance -> line("    ", "teacher forcing " + chance));
        train.split().ifPresent(split -> line("    ", "split " + split));
        line("    ", "loss " + train.lossInWords());
        line(
                "    ",
                "metrics " + train.metrics().stream().map(TypedModelPrinter::of).toList());
        line("    ", "optimizer " + train.optimizer());
        train.weightDecay().ifPresent(decay -> line("    ", "weight decay " + decay));
        train.clip().ifPresent(clip -> line("    ", "clip " + clip));
        train.stopWhen().ifPresent(stop -> line("    ", "stop " + stop));
        train.batch().ifPresent(batch -> line("    ", "batch " + (batch.tokens() ? batch : batch.count())));
        train.epochs().ifPresent(epochs -> line("    ", "epochs " + epochs));
        train.seed().ifPresent(seed -> line("    ", "seed " + seed));
    }

    private static String of(TrainSpec.Metric metric) {
        return metric.kind().name().toLowerCase(Locale.ROOT)
                + (metric.k().isPresent() ? "(" + metric.k().getAsInt() + ")" : "")
                + metric.average()
                        .map(average -> "(" + average.name().toLowerCase(Locale.ROOT) + ")")
                        .orElse("")
                + (metric.ofSequences() ? "(sequence)" : "");
    }

    private static String expectation(TestSpec.Expectation expectation) {
        if (expectation instanceof TestSpec.ParameterCount count) {
            return "parameters " + count.expected() + ", found " + count.found();
        }
        if (expectation instanceof TestSpec.HasType type) {
            return type.name() + " : " + type.expected() + ", found " + type.found();
        }
        if (expectation instanceof TestSpec.Gradients gradients) {
            String steps = gradients.steps().isPresent()
                    ? ", steps " + gradients.steps().getAsInt()
                    : "";
            return "gradients within " + gradients.tolerance() + steps;
        }
        TestSpec.Fails fails = (TestSpec.Fails) expectation;
        return "error " + fails.code() + ", found " + fails.found();
    }

    private void weight(Weight weight) {
        String init = weight.init().toString().toLowerCase(Locale.ROOT);
        String kind = weight.kind().name().toLowerCase(Locale.ROOT);
        line(
                "  ",
                "weight " + weight.name() + " " + weight.sizes() + (weight.transposed() ? " transposed" : "") + " "
                        + init + " " + kind + (weight.frozen() ? " frozen" : ""));
    }

    private void binding(Binding binding, String indent) {
        if (binding.value() instanceof Term.Recur recur) {
            line(indent, binding.name() + " : " + recur.type() + " = " + text(recur));
            cell(recur.cell(), indent + "  ");
            return;
        }
        line(indent, binding.name() + " : " + binding.value().type() + " = " + text(binding.value()));
        if (binding.value() instanceof Term.Decode decode) {
            decoder(decode.decoder(), indent + "  ");
        }
    }

    private void decoder(TypedDecoder decoder, String indent) {
        for (TypedDecoder.Cell cell : decoder.cells()) {
            line(indent, "cell " + cell.name());
            cell.given().forEach((state, value) -> line(indent + "  ", state + " from " + text(value)));
            cell(cell.cell(), indent + "  ");
        }
        decoder.equations().forEach(equation -> binding(equation, indent));
        line(indent, "emit " + text(decoder.emit()));
        decoder.attentions()
                .forEach(a -> line(indent, "attention " + a.name() + " to " + a.axis() + ", weights " + a.weights()));
    }

    private void cell(TypedCell cell, String indent) {
        cell.states()
                .forEach(state -> line(
                        indent,
                        "state " + state.name() + " : " + state.size() + " = "
                                + state.initial().map(Weight::name).orElse("zeros")));
        cell.equations().forEach(equation -> binding(equation, indent));
        line(indent, "emit " + text(cell.emit()));
    }

    private static String text(Term term) {
        return term.match(new Text());
    }

    private static String list(List<Term> terms) {
        return terms.stream().map(TypedModelPrinter::text).collect(Collectors.joining(", "));
    }

    private static final class Text implements Term.Cases<String> {
        @Override
        public String literal(Term.Literal term) {
            return Constants.shown(term.value());
        }

        @Override
        public String read(Term.Read term) {
            return term.name();
        }

        @Override
        public String previous(Term.Previous term) {
            return "prev(" + term.state() + ")";
        }

        @Override
        public String trained(Term.Trained term) {
            return term.weight().name();
        }

        @Override
        public String apply(Term.Apply term) {
            return term.fn().name().toLowerCase(Locale.ROOT) + "(" + list(term.arguments()) + ")";
        }

        @Override
        public String product(Term.Product term) {
            return term.weight().name() + " @ " + text(term.operand());
        }

        @Override
        public String linear(Term.Linear term) {
            StringBuilder sum = new StringBuilder("linear(");
            for (int i = 0; i < term.operands().size(); i++) {
                sum.append(i == 0 ? "" : " + ").append(text(term.operands().get(i)));
                sum.append(" * ").append(term.weights().get(i).name());
            }
            return sum + term.bias().map(bias -> " + " + bias.name()).orElse("") + ")";
        }

        @Override
        public String dot(Term.Dot term) {
            return "dot(" + text(term.left()) + ", " + text(term.right()) + ")";
        }

        @Override
        public String layerNorm(Term.LayerNorm term) {
            return "layer_norm(" + text(term.operand()) + ", " + term.gain().name() + ", "
                    + term.shift().name() + ")";
        }

        @Override
        public String zoneout(Term.Zoneout term) {
            return "zoneout(" + text(term.fresh()) + ", " + text(term.old()) + ", " + term.rate() + ")";
        }

        @Override
        public String dropout(Term.Dropout term) {
            String shared = term.shared() ? ", shared" : "";
            return "dropout(" + text(term.operand()) + ", " + term.rate() + shared + ")";
        }

        @Override
        public String concat(Term.Concat term) {
            return "concat(" + list(term.operands()) + ")";
        }

        @Override
        public String last(Term.Last term) {
            return "last(" + text(term.operand()) + ")";
        }

        @Override
        public String lookup(Term.Lookup term) {
            return "lookup(" + text(term.operand()) + " in " + term.weight().name() + ")";
        }

        @Override
        public String reduce(Term.Reduce term) {
            return term.reduction().name().toLowerCase(Locale.ROOT) + "(" + text(term.operand()) + ")";
        }

        @Override
        public String reverse(Term.Reverse term) {
            return "reverse(" + text(term.operand()) + ")";
        }

        @Override
        public String shift(Term.Shift term) {
            return "shift(" + text(term.operand()) + ", " + term.by() + ")";
        }

        @Override
        public String softmax(Term.Softmax term) {
            return (term.log() ? "log_softmax(" : "softmax(") + text(term.operand()) + ")";
        }

        @Override
        public String softmaxSteps(Term.SoftmaxSteps term) {
            return "softmax_steps(" + text(term.operand()) + ")";
        }

        @Override
        public String transposed(Term.Transposed term) {
            return "linear(" + text(term.operand()) + " * transposed("
                    + term.weight().name() + ")"
                    + term.bias().map(bias -> " + " + bias.name()).orElse("") + ")";
        }

        @Override
        public String recur(Term.Recur term) {
            StringBuilder call = new StringBuilder(term.cell().label() + "(" + text(term.operand()));
            call.append(term.reverse() ? ", reverse" : "");
            term.given().forEach((state, value) -> call.append(", " + state + " from " + text(value)));
            return call + ")";
        }

        @Override
        public String finalState(Term.FinalState term) {
            return term.run() + ".final." + term.state();
        }

        @Override
        public String slice(Term.Slice term) {
            return text(term.operand()) + "[" + term.from() + ".." + term.to() + "]";
        }

        @Override
        public String keys(Term.Keys term) {
            return "keys(" + text(term.operand()) + ")";
        }

        @Override
        public String cellStep(Term.CellStep term) {
            return term.run() + "(" + text(term.operand()) + ")";
        }

        @Override
        public String decode(Term.Decode term) {
            return "decode by " + term.decoder().axis() + " from "
                    + term.decoder().input();
        }
    }
}
