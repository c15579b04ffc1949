package dev.unroll.runtime.io;

import java.nio.file.Path;

/** A model file that cannot be read or written, or belongs to another model; the message names file and reason. */
public final class ModelFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    public ModelFileException(Path file, String reason) {
        super(file + ": " + reason);
        this.file = file;
    }

    public ModelFileException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
        this.file = file;
    }

    /** The file. */
    public Path file() {
        return file;
    }
}
