/**
 * The intermediate representation: a small typed SSA language of about fifteen operations over packed sequences, with a
 * printer, a parser, a verifier and an interpreter in {@code double} that defines what it means.
 */
package dev.unroll.compiler.ir;
