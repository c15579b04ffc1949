package dev.unroll.compiler.ast;

import dev.unroll.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** A statement of a model. */
public sealed interface Statement extends Node {
    /** The {@code ///} comment above it. */
    Optional<Doc> doc();

    /** The name it gives a value to; of a decoder, the output it produces. */
    Name name();

    /** Chooses by kind. */
    <R> R match(Cases<R> cases);

    /** One method per kind of statement. */
    interface Cases<R> {
        R layer(Layer layer);

        R binding(Binding binding);

        R decoder(Decoder decoder);
    }

    /** {@code layer embed = Embedding(units)}: a layer with a name, whose every use shares its weights. */
    record Layer(Span span, Optional<Doc> doc, Name name, Expr value) implements Statement {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.layer(this);
        }
    }

    /** {@code next = prices -> LSTM(50)}: a value with a name; in a cell, an equation. */
    record Binding(Span span, Optional<Doc> doc, Name name, Expr value) implements Statement {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.binding(this);
        }
    }

    /**
     * {@code decoder target { … }}.
     *
     * @param layers the layers it gives names to
     * @param cells the cells it runs, from lines like {@code cell rnn = LSTM(…)}
     * @param step what happens for each position of the output
     */
    record Decoder(Span span, Optional<Doc> doc, Name name, List<Layer> layers, List<Layer> cells, Step step)
            implements Statement {
        /** Copies the lists. */
        public Decoder {
            layers = List.copyOf(layers);
            cells = List.copyOf(cells);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.decoder(this);
        }
    }

    /**
     * {@code step (previous) { … emit … }} of a decoder.
     *
     * @param parameters the names in the brackets
     * @param bindings in the order of the text
     * @param emit what each step gives
     */
    record Step(Span span, List<Name> parameters, List<Binding> bindings, Emit emit) implements Node {
        /** Copies the lists. */
        public Step {
            parameters = List.copyOf(parameters);
            bindings = List.copyOf(bindings);
        }
    }
}
