/** Turns a typed model into the IR: one primitive operation per operation of the user's equations, nothing optimised. */
package dev.unroll.compiler.lower;
