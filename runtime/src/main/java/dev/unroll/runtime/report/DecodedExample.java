package dev.unroll.runtime.report;

import dev.unroll.runtime.decode.Decoded;
import java.util.List;

/**
 * An example that a model with a decoder was asked for.
 *
 * @param input tokens that it read, of the input that its attention is over
 * @param truth tokens that it should have given
 * @param output what it gave
 */
public record DecodedExample(List<String> input, List<String> truth, Decoded output) {
    public DecodedExample {
        input = List.copyOf(input);
        truth = List.copyOf(truth);
    }

    /** An example whose tokens are characters on both sides. */
    public static DecodedExample ofCharacters(String input, String truth, Decoded output) {
        return new DecodedExample(characters(input), characters(truth), output);
    }

    /** The characters of a text, one token each. */
    public static List<String> characters(String text) {
        return text.codePoints().mapToObj(Character::toString).toList();
    }

    boolean isRight() {
        return truth.equals(output.tokens());
    }
}
