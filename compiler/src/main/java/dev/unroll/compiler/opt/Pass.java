package dev.unroll.compiler.opt;

import dev.unroll.compiler.ir.Program;
import java.util.function.UnaryOperator;

/**
 * A rewrite of whole programs.
 *
 * @param name as in dumps and messages, such as {@code fuse-pointwise}
 * @param description one line, imperative
 * @param rewrite leaves the numbers that a program computes as they are
 */
public record Pass(String name, String description, UnaryOperator<Program> rewrite) {}
