package dev.unroll.runtime.data;

/** Data that cannot be used as it is; the message says where (file, row, column, example) and what to do. */
public final class DataException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
