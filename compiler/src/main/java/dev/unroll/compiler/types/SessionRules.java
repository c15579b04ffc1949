package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.SESSION_BACKWARD;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SESSION_LENGTH;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SESSION_REDUCED;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SESSION_STATELESS;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SESSION_UNTRAINED;

import dev.unroll.compiler.ast.Name;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.types.ServeSpec.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules between a model, how it is trained and how it is served: a session gives what the model that was measured would
 * give.
 */
final class SessionRules {
    private final Faults faults;
    private final List<Port> inputs;
    private final List<Port> outputs;
    private final List<Binding> bindings;

    SessionRules(Faults faults, List<Port> inputs, List<Port> outputs, List<Binding> bindings) {
        this.faults = faults;
        this.inputs = inputs;
        this.outputs = outputs;
        this.bindings = bindings;
    }

    /**
     * Checks a {@code serve} block.
     *
     * @param place the name after {@code serve}
     */
    void checkServe(ServeSpec serve, Name place, Optional<TrainSpec> train) {
        for (Port input : inputs) {
            checkLength(serve.session(), input, place);
        }
        if (serve.session() == Session.ROLLING) {
            return;
        }
        checkCarried(place, "a carried session");
        if (train.isPresent() && !carriesState(train.get())) {
            throw refuse(
                    SESSION_UNTRAINED,
                    place,
                    "`" + place
                            + "` is trained with states that begin anew at every example, and this session would carry"
                            + " them on for ever",
                    "train it with `backprop = truncated(steps = …, carry_state = true)`, or write `session = rolling`");
        }
    }

    /**
     * Checks a {@code train} block that carries states.
     *
     * @param place the name after {@code train}
     */
    void checkTrain(Name place) {
        checkCarried(place, "`carry_state = true`");
        for (Port output : outputs) {
            if (!output.type().isSequence()) {
                throw refuse(
                        SESSION_REDUCED,
                        place,
                        "`carry_state = true` cuts examples in pieces, and the output `" + output.name()
                                + "` is one for a whole example",
                        "give the output the axis too, or take `carry_state` out");
            }
        }
    }

    /** Whether states are handed from one stretch of a stream to the next. */
    static boolean carriesState(TrainSpec train) {
        return train.backprop().filter(TrainSpec.Truncated::carryState).isPresent();
    }

    private void checkLength(Session session, Port input, Name place) {
        boolean rolling = session == Session.ROLLING;
        if (!input.type().isSequence()) {
            throw refuse(
                    SESSION_LENGTH,
                    place,
                    "each step of a session brings one row of a sequence, and the input `" + input.name()
                            + "` is one for a whole example",
                    "give the input an axis, or call `predict`");
        }
        boolean fixed = input.length().kind() == AxisLength.Kind.FIXED;
        String axis = input.type().axes().get(0);
        if (rolling && !fixed) {
            throw refuse(
                    SESSION_LENGTH,
                    place,
                    "a rolling session keeps the last rows of `" + input.name() + "`, and nothing says how many",
                    "write `[" + axis + " = 60]` in the type of `" + input.name() + "`, or `session = carried`");
        }
        if (!rolling && fixed) {
            throw refuse(
                    SESSION_LENGTH,
                    place,
                    "a carried session goes on for ever, and `" + input.name() + "` has exactly "
                            + input.length().steps() + " steps",
                    "write `session = rolling`, which keeps the last "
                            + input.length().steps() + ", or `[" + axis + "]` in the type");
        }
    }

    private void checkCarried(Name place, String what) {
        Carrying carrying = new Carrying();
        for (Binding binding : bindings) {
            Optional<Carrying.Obstacle> obstacle = carrying.obstacle(binding.value());
            if (obstacle.isPresent()) {
                DiagnosticCode code = obstacle.get().backward() ? SESSION_BACKWARD : SESSION_REDUCED;
                throw refuse(
                        code,
                        place,
                        what + " hands states from one step to the next, and "
                                + obstacle.get().words() + " (line "
                                + binding.value().site().line() + ")",
                        obstacle.get().backward()
                                ? "use layers that read forwards only, or `session = rolling` with a fixed length"
                                : "take the last row or a state instead, or use `session = rolling` with a fixed length");
            }
        }
        if (states(bindings).isEmpty()) {
            throw refuse(
                    SESSION_STATELESS,
                    place,
                    what + " needs a recurrent layer, and `" + place + "` has none",
                    "call `predict`: each row is foretold by itself");
        }
    }

    private Refused refuse(DiagnosticCode code, Name place, String message, String help) {
        return faults.refuse(code, place.span(), message, help);
    }

    /** The states of all runs of recurrent layers, in order; a layer that runs twice has them twice. */
    static List<StatePort> states(List<Binding> bindings) {
        List<StatePort> states = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (Binding binding : bindings) {
            if (binding.value() instanceof Term.Recur run) {
                String label = run.cell().label();
                for (int again = 2; !labels.add(label); again++) {
                    label = run.cell().label() + "_" + again;
                }
                for (TypedCell.State state : run.cell().states()) {
                    String name = label + "." + state.name();
                    states.add(new StatePort(name, "state_" + name.replace('.', '_'), state.size()));
                }
            }
        }
        return states;
    }
}
