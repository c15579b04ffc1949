package dev.unroll.runtime.io;

import dev.unroll.runtime.data.Excerpt;
import java.nio.file.Path;

/** A model file that cannot be read or written, or belongs to another model; the message names file and reason. */
public final class ModelFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 600;

    private final transient Path file;

    public ModelFileException(Path file, String reason) {
        super(message(file, reason));
        this.file = file;
    }

    public ModelFileException(Path file, String reason, Throwable cause) {
        super(message(file, reason), cause);
        this.file = file;
    }

    /** Reasons quote what stands in the file, which may be anything. */
    private static String message(Path file, String reason) {
        return file + ": " + Excerpt.line(reason, LONGEST);
    }

    /** The file. */
    public Path file() {
        return file;
    }
}
