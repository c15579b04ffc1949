package dev.unroll.compiler.diagnostics;

/**
 * The stable numbers of everything the compiler says. 1xxx text, 2xxx types and axes, 3xxx rules between blocks, 4xxx notes on speed and intent,
 * 5xxx weights files. A number, once released, never changes its meaning and is never used again.
 */
public enum DiagnosticCode {
    // 1xxx: the text. One constant per line, in the order of their numbers.
    VERSION_MISSING(1001, "the version line is missing"),
    VERSION_UNKNOWN(1002, "this version of the language is unknown"),
    CHARACTER_ILLEGAL(1003, "a character that has no place in a file"),
    CHARACTER_INVISIBLE(1004, "an invisible character"),
    NAME_NOT_ASCII(1005, "a name with other letters than A to Z"),
    NAME_TOO_LONG(1006, "a name that is too long"),
    STRING_UNTERMINATED(1007, "a string without its end"),
    STRING_ESCAPE(1008, "an unknown escape in a string"),
    NUMBER_RANGE(1009, "a number out of range"),
    BRACKET_UNCLOSED(1010, "a bracket that is never closed"),
    BRACKET_UNOPENED(1011, "a bracket that was never opened"),
    NESTED_TOO_DEEP(1012, "brackets nested too deep"),
    EXPRESSION_TOO_LONG(1013, "an expression with too many operators"),
    SYNTAX(1014, "something else was expected"),
    PART_MISSING(1015, "a block lacks a part"),
    PART_REPEATED(1016, "a block has a part twice"),
    DOC_DANGLING(1017, Severity.WARNING, "a doc comment that documents nothing"),
    // 2xxx: names, types and axes.
    NAME_UNKNOWN(2001, "a name that nothing has"),
    NAME_REPEATED(2002, "a name given twice"),
    NAME_CASE(2003, "two names that differ only in case"),
    NAME_RESERVED(2004, "a name that Java, the file system or the language keeps for itself"),
    NAME_SHAPE(2005, "a name that begins with the wrong kind of letter"),
    OUTPUT_MISMATCH(2101, "an output of another type than declared"),
    SIZE_MISMATCH(2102, "feature sizes that do not fit"),
    AXIS_MISMATCH(2103, "axes that do not fit"),
    SEQUENCE_NEEDED(2104, "a sequence is needed"),
    ROWS_NEEDED(2105, "a value is needed where there is a weight or a number"),
    ARGUMENT_COUNT(2106, "too few or too many arguments"),
    OPTION_UNKNOWN(2107, "an option that does not exist"),
    OPTION_VALUE(2108, "an option with an impossible value"),
    VALUE_NEEDED(2109, "a value is needed where there is something else"),
    LAYER_NEEDED(2110, "a layer is needed where there is something else"),
    CONSTANT_NEEDED(2111, "a number known to the compiler is needed"),
    DEFAULT_MISSING(2112, "a hyper-parameter without a value"),
    TYPE_UNKNOWN(2113, "a type that does not exist or does not fit here"),
    SIZE_RANGE(2114, "a size out of range"),
    STATE_EARLY(2115, "a state read before this step has given it a value"),
    STATE_UNSET(2116, "a state that no equation sets"),
    STATE_NEEDED(2117, "a state is needed where there is something else"),
    OUTPUT_UNSET(2118, "an output that nothing sets"),
    UNUSED(2119, "something declared and never used"),
    SIZE_UNKNOWN(2120, "a size that nothing determines"),
    NUMBERS_NEEDED(2121, "numbers are needed where there are tokens or labels"),
    IDS_NEEDED(2122, "tokens or labels are needed where there are numbers"),
    HEAD_MISFIT(2123, "an output that is not given as its type demands"),
    ATTENTION_MISFIT(2124, "an attention whose query does not fit its use"),
    QUERY_SEQUENCE(2125, "a sequence where an attention needs one row"),
    STEP_SEQUENCE(2126, "a sequence read by a decoder's step"),
    BRIDGE_MISFIT(2127, "states that cannot become a decoder's first states"),
    DECODER_MISFIT(2128, "a decoder that does not fit its output"),
    // 3xxx: rules between blocks.
    NOT_YET(3001, "not yet supported in this version"),
    SETTING_UNKNOWN(3002, "a setting that does not exist"),
    SETTING_REPEATED(3003, "a setting given twice"),
    SETTING_MISSING(3004, "a setting that must be given"),
    SETTING_VALUE(3005, "a setting with an impossible value"),
    SCALE_ON(3006, "scaling fitted on something else than the training part"),
    WINDOW_MISFIT(3007, "windows that do not fit the model"),
    SCALING(3008, "a scaling that means nothing"),
    BLOCK_REPEATED(3009, "a second block for the same model"),
    EXPECTATION(3010, "an expectation that cannot be checked"),
    NOT_USABLE(3011, "something of another file that cannot be used"),
    COMPANION(3012, "a file named by a block that cannot be used"),
    LOSS_MISFIT(3013, "a loss that does not fit its output"),
    SETTINGS_CLASH(3014, "two settings that exclude each other"),
    STEPS_MISFIT(3015, "a target, stretches or batches that do not fit the model's sequences"),
    SPLIT_MISFIT(3016, "a split that needs another kind of output"),
    METRIC_MISFIT(3017, "a metric that fits no output"),
    DECODE_MISFIT(3018, "a decode block of a model that has nothing to decode"),
    SESSION_LENGTH(3101, "a session that does not fit the length of the sequences"),
    SESSION_BACKWARD(3102, "carried state in a model that reads backwards"),
    SESSION_REDUCED(3103, "carried state in a model that needs the whole sequence"),
    SESSION_UNTRAINED(3104, "a carried session of a model trained without carried state"),
    SESSION_STATELESS(3105, "carried state in a model that has none"),
    // 4xxx: notes on speed and on what is probably not meant.
    LAST_OF_BOTH_DIRECTIONS(4001, Severity.NOTE, "the last step of both directions"),
// 5xxx: weights files.
;

    private final int number;
    private final Severity severity;
    private final String title;

    DiagnosticCode(int number, String title) {
        this(number, Severity.ERROR, title);
    }

    DiagnosticCode(int number, Severity severity, String title) {
        this.number = number;
        this.severity = severity;
        this.title = title;
    }

    /** The number as users see it, such as {@code RNN2104}. */
    public String id() {
        return "RNN" + number;
    }

    /** How grave every diagnostic of this code is. */
    public Severity severity() {
        return severity;
    }

    /** A few words on what it is about. */
    public String title() {
        return title;
    }
}
