package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** A block at the top of a file. */
public sealed interface Decl extends Node {
    /** The {@code ///} comment above it. */
    Optional<Doc> doc();

    /** The name it declares or, for {@code train}, {@code decode}, {@code serve} and {@code test}, the name it is about. */
    Name name();

    /** Chooses by kind. */
    <R> R match(Cases<R> cases);

    /** One method per kind of block. */
    interface Cases<R> {
        R model(Model model);

        R cell(Cell cell);

        R attention(Attention attention);

        R vocabulary(Vocabulary vocabulary);

        R labels(Labels labels);

        R train(Train train);

        R decode(Decode decode);

        R serve(Serve serve);

        R test(Test test);
    }

    /**
     * {@code model Name(units: int = 64) { … }}.
     *
     * @param parameters hyper-parameters
     * @param inputs inputs, in the order of the text
     * @param outputs outputs, in the order of the text
     * @param statements layers, bindings and decoders, in the order of the text
     */
    record Model(
            Span span,
            Optional<Doc> doc,
            Name name,
            List<Param> parameters,
            List<Port> inputs,
            List<Port> outputs,
            List<Statement> statements)
            implements Decl {
        /** Copies the lists. */
        public Model {
            parameters = List.copyOf(parameters);
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
            statements = List.copyOf(statements);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.model(this);
        }
    }

    /**
     * {@code cell Name(units: int)(x: float[n]) { … }}.
     *
     * @param parameters sizes and options; empty if only the inputs are given
     * @param inputs what is read at each step
     * @param weights named weights
     * @param states what is carried from step to step
     * @param step the equations, in the order of the text
     * @param emit what each step gives
     */
    record Cell(
            Span span,
            Optional<Doc> doc,
            Name name,
            List<Param> parameters,
            List<Param> inputs,
            List<Weights> weights,
            List<State> states,
            List<Statement.Binding> step,
            Emit emit)
            implements Decl {
        /** Copies the lists. */
        public Cell {
            parameters = List.copyOf(parameters);
            inputs = List.copyOf(inputs);
            weights = List.copyOf(weights);
            states = List.copyOf(states);
            step = List.copyOf(step);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.cell(this);
        }
    }

    /**
     * {@code attention Name(units: int)(query: float[q], keys: float[pos, k]) { weights …  score[pos] = … }}.
     *
     * @param parameters sizes and options; empty if only the inputs are given
     * @param inputs query and keys
     * @param weights named weights
     * @param score the name left of the brackets, {@code score}
     * @param position the axis in the brackets
     * @param value the score of one position
     */
    record Attention(
            Span span,
            Optional<Doc> doc,
            Name name,
            List<Param> parameters,
            List<Param> inputs,
            List<Weights> weights,
            Name score,
            Name position,
            Expr value)
            implements Decl {
        /** Copies the lists. */
        public Attention {
            parameters = List.copyOf(parameters);
            inputs = List.copyOf(inputs);
            weights = List.copyOf(weights);
        }

        /** What it compares the positions with: the first of two inputs. */
        public Optional<Param> query() {
            return inputs.size() > 1 ? Optional.of(inputs.get(0)) : Optional.empty();
        }

        /** What has the positions. */
        public Param keys() {
            return inputs.get(inputs.size() > 1 ? 1 : 0);
        }

        /** What the positions have been given at all steps before: the third of three inputs. */
        public Optional<Param> coverage() {
            return inputs.size() > 2 ? Optional.of(inputs.get(2)) : Optional.empty();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.attention(this);
        }
    }

    /** {@code vocabulary Name { tokens = characters … }}. */
    record Vocabulary(Span span, Optional<Doc> doc, Name name, List<Setting> settings) implements Decl {
        /** Copies the settings. */
        public Vocabulary {
            settings = List.copyOf(settings);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.vocabulary(this);
        }
    }

    /**
     * {@code labels Name { A, B }} or {@code labels Name { file = "…" }}.
     *
     * @param values the labels in the text; empty if there are settings
     * @param settings empty if there are values
     */
    record Labels(Span span, Optional<Doc> doc, Name name, List<Name> values, List<Setting> settings) implements Decl {
        /** Copies the lists. */
        public Labels {
            values = List.copyOf(values);
            settings = List.copyOf(settings);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.labels(this);
        }
    }

    /** {@code train Name { loss = … }}. */
    record Train(Span span, Optional<Doc> doc, Name name, List<Setting> settings) implements Decl {
        /** Copies the settings. */
        public Train {
            settings = List.copyOf(settings);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.train(this);
        }
    }

    /**
     * {@code decode Name { beam(…) limit = … }}.
     *
     * @param strategies the calls, such as {@code beam(width = 5)}, in the order of the text
     * @param settings the settings, in the order of the text
     */
    record Decode(Span span, Optional<Doc> doc, Name name, List<Expr.Call> strategies, List<Setting> settings)
            implements Decl {
        /** Copies the lists. */
        public Decode {
            strategies = List.copyOf(strategies);
            settings = List.copyOf(settings);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.decode(this);
        }
    }

    /** {@code serve Name { session = rolling }}. */
    record Serve(Span span, Optional<Doc> doc, Name name, List<Setting> settings) implements Decl {
        /** Copies the settings. */
        public Serve {
            settings = List.copyOf(settings);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.serve(this);
        }
    }

    /** {@code test Name { expect … }}. */
    record Test(Span span, Optional<Doc> doc, Name name, List<Expectation> expectations) implements Decl {
        /** Copies the expectations. */
        public Test {
            expectations = List.copyOf(expectations);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.test(this);
        }
    }
}
