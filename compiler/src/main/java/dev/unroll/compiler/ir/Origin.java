package dev.unroll.compiler.ir;

/**
 * Where an instruction comes from, for comments in generated code and for blame in messages.
 *
 * @param file name of the {@code .rnn} file without folders, or {@code prelude}
 * @param line 1-based line, 0 when there is none
 * @param layer label of the layer or statement, such as {@code lstm1}; empty when there is none
 */
public record Origin(String file, int line, String layer) {
    public static final Origin NONE = new Origin("", 0, "");

    @Override
    public String toString() {
        return line == 0 ? layer : file + ":" + line;
    }
}
