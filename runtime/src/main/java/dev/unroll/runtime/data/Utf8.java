package dev.unroll.runtime.data;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Text of files in UTF-8: another encoding is refused, not guessed, and a byte order mark at the beginning is dropped. */
final class Utf8 {
    private static final int MARK = '\uFEFF';
    private static final int BUFFER = 1 << 16;

    private Utf8() {}

    /** A reader that throws {@link CharacterCodingException} on other bytes; unpacks when the name ends in {@code .gz}. */
    static BufferedReader reader(String name, InputStream stream) throws IOException {
        try {
            InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(stream, BUFFER) : stream;
            BufferedReader reader = new BufferedReader(
                    new InputStreamReader(
                            plain,
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
                    BUFFER);
            reader.mark(1);
            if (reader.read() != MARK) {
                reader.reset();
            }
            return reader;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    /** Says what is wrong with a file; {@code line} is where the reader stood, which the decoder may be ahead of. */
    static DataException unreadable(String name, long line, Exception e) {
        Throwable cause = e instanceof UncheckedIOException || (e.getCause() instanceof IOException) ? e.getCause() : e;
        if (cause instanceof CharacterCodingException) {
            return new DataException(name + ": is not in UTF-8, at or after line " + line + "; convert it first", e);
        }
        if (cause instanceof NoSuchFileException) {
            return new DataException(name + ": does not exist", e);
        }
        if (cause instanceof ZipException || cause instanceof EOFException) {
            return new DataException(name + ": is no sound gzip file, at or after line " + line, e);
        }
        return new DataException(name + ": cannot be read: " + reason(cause), e);
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : Excerpt.line(e.getMessage(), 300);
    }
}
