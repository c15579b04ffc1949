package dev.unroll.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.unroll.compiler.types.LabelsSpec;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Port;
import dev.unroll.compiler.types.VocabularySpec;
import java.util.ArrayList;
import java.util.List;

/** What the rows of an input or output mean, as the last argument of its port; nothing for plain numbers. */
final class ContentCode {
    /** Words in one string literal of a short list, so that they can be read. */
    private static final int WORDS_A_LITERAL = 50;

    /** Literals of a long list: each is some bytes of a method, which has 64 KiB. */
    private static final int LITERALS = 500;

    /** Characters of a literal: in a class file they are at most three bytes each, together less than 64 KiB. */
    private static final int CHARACTERS_A_LITERAL = 20_000;

    private static final ClassName CONTENT = RuntimeApi.MODEL_SIGNATURE.nestedClass("Content");

    private ContentCode() {}

    static CodeBlock of(ModelSpec model, Port port) {
        return switch (port.type().element()) {
            case FLOAT, INT -> CodeBlock.of("");
            case TOKEN ->
                CodeBlock.of(
                        ", new $T($L)",
                        CONTENT.nestedClass("Tokens"),
                        vocabulary(model.vocabulary(port.type().of())));
            case LABEL ->
                CodeBlock.of(
                        ", new $T($L)",
                        CONTENT.nestedClass("Label"),
                        labels(model.labels(port.type().of())));
            case PROBABILITY -> CodeBlock.of(", new $T()", CONTENT.nestedClass("Probability"));
        };
    }

    private static CodeBlock vocabulary(VocabularySpec vocabulary) {
        return CodeBlock.of(
                "new $T($L, $T.$L, $L, $L, $L, $T.$L, $T.$L, $L)",
                RuntimeApi.VOCABULARY_SPEC,
                JavaText.string(vocabulary.name()),
                RuntimeApi.TOKENIZER,
                vocabulary.tokens().name(),
                vocabulary.size(),
                vocabulary.minCount(),
                vocabulary.lowercase(),
                RuntimeApi.TOO_LONG,
                vocabulary.tooLong().name(),
                RuntimeApi.EMPTY_TEXT,
                vocabulary.empty().name(),
                vocabulary.fixed().map(ContentCode::lines).orElse(CodeBlock.of("$T.of()", List.class)));
    }

    private static CodeBlock labels(LabelsSpec labels) {
        return CodeBlock.of(
                "new $T($L, $L)", RuntimeApi.LABEL_SET, JavaText.string(labels.name()), lines(labels.labels()));
    }

    /** A list of texts without line ends, many to a literal: one literal each would make a long list unloadable. */
    private static CodeBlock lines(List<String> texts) {
        int words = Math.max(WORDS_A_LITERAL, texts.size() / LITERALS);
        List<CodeBlock> literals = new ArrayList<>();
        List<String> open = new ArrayList<>();
        int characters = 0;
        for (String text : texts) {
            if (open.size() == words || characters + text.length() >= CHARACTERS_A_LITERAL) {
                literals.add(JavaText.string(String.join("\n", open)));
                open.clear();
                characters = 0;
            }
            open.add(text);
            characters += text.length() + 1;
        }
        literals.add(JavaText.string(String.join("\n", open)));
        return CodeBlock.of("$T.of($L)", RuntimeApi.LINES, literals.stream().collect(CodeBlock.joining(",\n")));
    }
}
