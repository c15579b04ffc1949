/**
 * The syntax tree: what the text says, with every span, before any name means anything. Immutable; mirrors the text and keeps
 * sugar. Round brackets around an expression are the one thing it forgets.
 */
package dev.unroll.compiler.ast;
