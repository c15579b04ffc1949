package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.HEAD_MISFIT;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.OUTPUT_MISMATCH;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.source.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks what outputs of tokens, labels and probabilities are given by: a softmax or a sigmoid, from whose operand, the
 * logits, the loss is computed.
 */
final class Heads {
    private final Faults faults;
    private final TextBlocks texts;
    private final Map<String, Term> values = new HashMap<>();

    Heads(Faults faults, TextBlocks texts, List<Binding> bindings) {
        this.faults = faults;
        this.texts = texts;
        for (Binding binding : bindings) {
            values.put(binding.name(), binding.value());
            if (binding.value() instanceof Term.Decode decode) {
                decode.decoder().equations().forEach(equation -> values.put(equation.name(), equation.value()));
            }
        }
    }

    /** Whether outputs of this type are given by a softmax or a sigmoid. */
    static boolean isHeaded(ValueType output) {
        return output.isIds() || output.isProbability();
    }

    void check(Port output, Span declared, Typed value) {
        ValueType found = value.type();
        if (!found.axes().equals(output.type().axes())) {
            Diagnostic fault = Diagnostic.of(
                            OUTPUT_MISMATCH,
                            declared,
                            "output `" + output.name() + "` is declared " + output.type() + " and is " + found)
                    .withLabel("declared " + output.type())
                    .withNote(value.from(), value.maker() + " makes it " + found);
            boolean unreduced = found.isSequence() && !output.type().isSequence();
            throw faults.refuse(
                    unreduced
                            ? fault.withHelp("reduce the axis `" + found.axes().get(0) + "`, for example by `last`")
                            : fault);
        }
        if (output.type().isProbability()) {
            checkProbability(output, declared, value);
        } else {
            checkChoice(output, declared, value);
        }
    }

    private void checkProbability(Port output, Span declared, Typed value) {
        boolean sigmoid = origin(value.term()) instanceof Term.Apply apply && apply.fn() == Fn.SIGMOID;
        if (!sigmoid || value.type().width() != 1) {
            throw misfit(
                    output,
                    declared,
                    value,
                    "a sigmoid of one number",
                    "end it with `-> Dense(1, activation = sigmoid)`");
        }
    }

    private void checkChoice(Port output, Span declared, Typed value) {
        int size = texts.size(output.type());
        boolean softmax = origin(value.term()) instanceof Term.Softmax made && !made.log();
        if (!softmax || value.type().width() != size) {
            String constant = output.type().of() + ".size";
            throw misfit(
                    output,
                    declared,
                    value,
                    "a softmax over " + constant + " = " + size + " numbers",
                    "end it with `-> Dense(" + constant + ") -> softmax`");
        }
    }

    private Refused misfit(Port output, Span declared, Typed value, String needed, String help) {
        return faults.refuse(Diagnostic.of(
                        HEAD_MISFIT,
                        declared,
                        "output `" + output.name() + "`, " + output.type() + ", must be given by " + needed)
                .withLabel("declared " + output.type())
                .withNote(value.from(), value.maker() + " makes it " + value.type())
                .withHelp(help));
    }

    /** What a name stands for, through all names given to it. */
    private Term origin(Term term) {
        Term current = term;
        while (true) {
            if (current instanceof Term.Read read && values.containsKey(read.name())) {
                current = values.get(read.name());
            } else if (current instanceof Term.Decode decode) {
                current = decode.decoder().emit();
            } else {
                return current;
            }
        }
    }
}
