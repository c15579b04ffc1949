package dev.unroll.runtime.data;

/** One pass over the lines of a text file. */
final class LineCursor implements ExampleSource.Cursor<String> {
    private final TextLines lines;

    LineCursor(TextLines lines) {
        this.lines = lines;
    }

    @Override
    public String next() {
        return lines.next();
    }

    @Override
    public String place() {
        return lines.place();
    }

    @Override
    public void close() {
        lines.close();
    }
}
