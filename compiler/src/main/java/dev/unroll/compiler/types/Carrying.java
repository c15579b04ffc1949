package dev.unroll.compiler.types;

import java.util.Locale;
import java.util.Optional;

/** Finds what in an expression keeps states from being carried: what needs rows that come later, or all of them. */
final class Carrying implements Term.Cases<Optional<Carrying.Obstacle>> {
    /**
     * What stands in the way.
     *
     * @param words for a message
     * @param backward whether it reads later steps; else it needs all of them at once
     */
    record Obstacle(String words, boolean backward) {}

    Optional<Obstacle> obstacle(Term term) {
        Optional<Obstacle> own = term.match(this);
        return own.isPresent()
                ? own
                : term.children().stream()
                        .map(this::obstacle)
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    private static Optional<Obstacle> none() {
        return Optional.empty();
    }

    private static Optional<Obstacle> backward(String words) {
        return Optional.of(new Obstacle(words, true));
    }

    private static Optional<Obstacle> whole(String words) {
        return Optional.of(new Obstacle(words, false));
    }

    @Override
    public Optional<Obstacle> recur(Term.Recur term) {
        if (term.reverse()) {
            return backward("`" + term.cell().label() + "` reads backwards");
        }
        return term.given().isEmpty()
                ? none()
                : whole("`" + term.cell().label() + "` begins with a value that every example has its own of");
    }

    @Override
    public Optional<Obstacle> reverse(Term.Reverse term) {
        return backward("`reverse` turns the steps round");
    }

    @Override
    public Optional<Obstacle> shift(Term.Shift term) {
        return term.by() < 0 ? backward("`shift` looks ahead") : whole("`shift` needs rows of earlier steps");
    }

    @Override
    public Optional<Obstacle> reduce(Term.Reduce term) {
        return whole("`" + term.reduction().name().toLowerCase(Locale.ROOT) + "` needs all steps");
    }

    @Override
    public Optional<Obstacle> softmaxSteps(Term.SoftmaxSteps term) {
        return whole("a softmax over the steps needs all of them");
    }

    @Override
    public Optional<Obstacle> last(Term.Last term) {
        return none();
    }

    @Override
    public Optional<Obstacle> finalState(Term.FinalState term) {
        return none();
    }

    @Override
    public Optional<Obstacle> literal(Term.Literal term) {
        return none();
    }

    @Override
    public Optional<Obstacle> read(Term.Read term) {
        return none();
    }

    @Override
    public Optional<Obstacle> previous(Term.Previous term) {
        return none();
    }

    @Override
    public Optional<Obstacle> trained(Term.Trained term) {
        return none();
    }

    @Override
    public Optional<Obstacle> apply(Term.Apply term) {
        return none();
    }

    @Override
    public Optional<Obstacle> product(Term.Product term) {
        return none();
    }

    @Override
    public Optional<Obstacle> linear(Term.Linear term) {
        return none();
    }

    @Override
    public Optional<Obstacle> dot(Term.Dot term) {
        return none();
    }

    @Override
    public Optional<Obstacle> layerNorm(Term.LayerNorm term) {
        return none();
    }

    @Override
    public Optional<Obstacle> zoneout(Term.Zoneout term) {
        return none();
    }

    @Override
    public Optional<Obstacle> dropout(Term.Dropout term) {
        return none();
    }

    @Override
    public Optional<Obstacle> concat(Term.Concat term) {
        return none();
    }

    @Override
    public Optional<Obstacle> lookup(Term.Lookup term) {
        return none();
    }

    @Override
    public Optional<Obstacle> softmax(Term.Softmax term) {
        return none();
    }

    @Override
    public Optional<Obstacle> transposed(Term.Transposed term) {
        return none();
    }

    @Override
    public Optional<Obstacle> slice(Term.Slice term) {
        return none();
    }

    @Override
    public Optional<Obstacle> keys(Term.Keys term) {
        return whole("an attention needs all steps");
    }

    @Override
    public Optional<Obstacle> cellStep(Term.CellStep term) {
        return none();
    }

    @Override
    public Optional<Obstacle> decode(Term.Decode term) {
        return whole("the decoder of `" + term.decoder().output() + "` begins anew for every example");
    }
}
