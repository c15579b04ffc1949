package dev.unroll.compiler.types;

import dev.unroll.compiler.ast.SourceFile;
import dev.unroll.compiler.source.Span;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Which text a block comes from. */
final class Digests {
    private Digests() {}

    /** File, line and digest of the text that a block stands in. */
    static SourceDigest of(Span block) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] digest = sha.digest(block.source().text().getBytes(StandardCharsets.UTF_8));
            return new SourceDigest(
                    block.source().name(), block.line(), HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The file's Java package, empty for none. */
    static String packageName(SourceFile file) {
        return file.packageName().map(Object::toString).orElse("");
    }
}
