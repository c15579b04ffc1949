package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.LAST_OF_BOTH_DIRECTIONS;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.STATE_NEEDED;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.source.Span;
import java.util.Locale;
import java.util.function.Function;

/** Types the stages that make one row of a sequence: {@code last}, {@code first}, {@code mean}, {@code max}, {@code sum}, {@code final}. */
final class Reducing {
    private final ModelTyping model;
    private final Faults faults;

    Reducing(ModelTyping model) {
        this.model = model;
        this.faults = model.faults;
    }

    Typed reduce(String word, Span span, Typed input) {
        new Sequences(faults).require(input, "`" + word + "`", span);
        Site site = new Site(
                span.line(), input.term().site().layer(), input.term().site().name() + "_" + word);
        Term term = word.equals("final") ? finalState(span, input, site) : term(word, span, input, site);
        return model.bound(new Typed(term, true, span, "`" + word + "`"), word);
    }

    private Term term(String word, Span span, Typed input, Site read) {
        ValueType type = input.type().withoutAxes();
        Site site = new Site(read.line(), "", read.name());
        if (!word.equals("last")) {
            Term.Reduction reduction = Term.Reduction.valueOf(word.toUpperCase(Locale.ROOT));
            return new Term.Reduce(reduction, input.term(), type, site);
        }
        if (input.maker().equals("this Bidirectional")) {
            faults.report(Diagnostic.of(
                            LAST_OF_BOTH_DIRECTIONS,
                            span,
                            "at the last step the backward half of a Bidirectional has read one step only")
                    .withNote(input.from(), "both directions are joined here")
                    .withHelp("write `final` for the state of each direction after the whole sequence"));
        }
        return new Term.Last(input.term(), type, site);
    }

    private Term finalState(Span span, Typed input, Site site) {
        Function<Site, Term> state = input.parts().get("final");
        if (state == null) {
            String help = input.parts().keySet().stream().anyMatch(part -> part.startsWith("final."))
                    ? "name a state, as in `memory.final.h`"
                    : "write `final` right behind a recurrent layer, or `last`";
            throw faults.refuse(
                    STATE_NEEDED,
                    span,
                    "`final` is the state a recurrent layer ends with; " + input.maker() + " has none that it emits",
                    help);
        }
        return state.apply(site);
    }
}
