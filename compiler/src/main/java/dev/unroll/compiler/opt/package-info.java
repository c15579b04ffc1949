/**
 * Passes over the IR. A pass is a value, a pipeline is a list ({@link dev.unroll.compiler.opt.Passes}), and the verifier
 * runs after each one ({@link dev.unroll.compiler.opt.PassRunner}). No pass changes what a program computes, up to
 * rounding.
 */
package dev.unroll.compiler.opt;
