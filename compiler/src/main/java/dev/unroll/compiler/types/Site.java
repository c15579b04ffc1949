package dev.unroll.compiler.types;

/**
 * Where a typed expression stands and what its value is called in the IR.
 *
 * @param line 1-based line in the user's file; for a prelude cell, the line of the layer that uses it
 * @param layer label of the layer, such as {@code lstm1}; empty outside of any
 * @param name hint for the value's name, such as {@code lstm1_i}
 */
public record Site(int line, String layer, String name) {
    /** The site of a layer's own value; labels of layers inside others have dots, which names in the IR have not. */
    static Site of(int line, String label) {
        String stem = label.replace('.', '_');
        return new Site(line, stem, stem);
    }

    /** The same place for a part of the value, called {@code name_part}. */
    public Site part(String part) {
        return new Site(line, layer, name + "_" + part);
    }
}
