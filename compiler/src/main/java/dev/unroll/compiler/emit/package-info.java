/**
 * Emission of Java source. Decides nothing: it prints an {@link dev.unroll.compiler.plan.ExecutionPlan} so that it reads like
 * code written by hand.
 */
package dev.unroll.compiler.emit;
