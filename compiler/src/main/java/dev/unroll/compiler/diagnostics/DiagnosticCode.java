package dev.unroll.compiler.diagnostics;

/**
 * The stable numbers of everything the compiler says. 1xxx text, 2xxx types and axes, 3xxx rules between blocks, 4xxx speed notes,
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
// 2xxx: types and axes.
// 3xxx: rules between blocks.
// 4xxx: speed notes.
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
