package dev.unroll.compiler;

/** The stages whose result can be dumped as text. */
public enum Stage {
    /** The syntax tree. */
    AST,
    /** The typed model: weights, types, equations. */
    TYPES,
    /** The program as lowered. */
    IR,
    /** The optimised program with its gradient. */
    GRAD,
    /** The memory and step plan. */
    PLAN
}
