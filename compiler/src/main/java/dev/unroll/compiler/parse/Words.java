package dev.unroll.compiler.parse;

import dev.unroll.grammar.RnnParser;
import java.util.Set;

/** Families of token types. */
final class Words {
    private static final Set<Integer> DECLARATIONS = Set.of(
            RnnParser.MODEL,
            RnnParser.CELL,
            RnnParser.ATTENTION,
            RnnParser.VOCAB,
            RnnParser.LABELS,
            RnnParser.TRAIN,
            RnnParser.DECODE,
            RnnParser.SERVE,
            RnnParser.TEST);

    private static final Set<Integer> LINES = Set.of(
            RnnParser.INPUT,
            RnnParser.OUTPUT,
            RnnParser.LAYER,
            RnnParser.DECODER,
            RnnParser.STEP,
            RnnParser.EMIT,
            RnnParser.WEIGHTS,
            RnnParser.STATE,
            RnnParser.EXPECT,
            RnnParser.GRADIENTS,
            RnnParser.PACKAGE,
            RnnParser.USE);

    private Words() {}

    /** Whether it begins a block at the top of a file. */
    static boolean isDeclaration(int type) {
        return DECLARATIONS.contains(type);
    }

    /** Whether it begins a line inside some block, or an import. */
    static boolean isLine(int type) {
        return LINES.contains(type);
    }

    /** Whether it can be a name: identifiers and the soft keywords, which the grammar numbers without a gap. */
    static boolean isName(int type) {
        return type == RnnParser.ID || (type >= RnnParser.RNN && type <= RnnParser.WITHIN);
    }

    /** Whether it joins what stands before it with what follows. */
    static boolean isOperator(int type) {
        return switch (type) {
            case RnnParser.PLUS, RnnParser.MINUS, RnnParser.STAR, RnnParser.SLASH, RnnParser.AT, RnnParser.ARROW ->
                true;
            default -> false;
        };
    }
}
