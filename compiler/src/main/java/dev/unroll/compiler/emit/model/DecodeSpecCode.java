package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.CodeBlock;
import dev.unroll.compiler.emit.JavaText;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.SearchSpec;

/** The runtime's record of what a {@code decode} block says. */
final class DecodeSpecCode {
    private DecodeSpecCode() {}

    static CodeBlock of(SearchSpec search) {
        SearchSpec.Limit limit = search.limit();
        CodeBlock most = CodeBlock.of(
                "new $T($L, $L, $L)",
                RuntimeApi.DECODE_SPEC.nestedClass("Limit"),
                JavaText.doubleLiteral(limit.perStep()),
                JavaText.string(limit.input()),
                limit.more());
        CodeBlock.Builder code = CodeBlock.builder();
        search.beam()
                .ifPresent(beam -> code.add(
                        "$T.search(new $T($L, $L, $L, $L), $L)",
                        RuntimeApi.DECODE_SPEC,
                        RuntimeApi.BEAM,
                        beam.width(),
                        JavaText.doubleLiteral(beam.lengthPenalty()),
                        JavaText.doubleLiteral(beam.coveragePenalty()),
                        beam.best(),
                        most));
        search.sample()
                .ifPresent(sample -> code.add(
                        "$T.draw(new $T($L, $L, $L, $LL), $L)",
                        RuntimeApi.DECODE_SPEC,
                        RuntimeApi.SAMPLING,
                        JavaText.doubleLiteral(sample.temperature()),
                        sample.topK(),
                        JavaText.doubleLiteral(sample.topP()),
                        sample.seed(),
                        most));
        if (search.minLength() > 0) {
            code.add("$Z.withMinLength($L)", search.minLength());
        }
        if (search.noRepeat() > 0) {
            code.add("$Z.withNoRepeat($L)", search.noRepeat());
        }
        if (search.unknown()) {
            code.add("$Z.withUnknown(true)");
        }
        return code.build();
    }

    /** For Javadoc, such as {@code beam of 5, at most 2 * length(source) + 10 tokens}. */
    static String inWords(SearchSpec search) {
        String how = search.beam()
                .map(beam -> beam.width() == 1 ? "greedy" : "a beam of " + beam.width())
                .orElse("sampling");
        SearchSpec.Limit limit = search.limit();
        String growing = limit.input().isEmpty()
                ? ""
                : CodeBlock.of("$L * length($L) + ", JavaText.doubleLiteral(limit.perStep()), limit.input())
                        .toString();
        return how + ", at most " + growing + limit.more() + " tokens";
    }
}
