/**
 * Reverse-mode differentiation, source to source: a program without a backward block becomes one with it. {@link
 * dev.unroll.compiler.autodiff.Differentiate} is the entry; one rule per operation is in {@code VjpRules}, one per scalar
 * function in {@code PointwiseDerivatives}, the rule for loops (backpropagation through time) in {@code ScanVjp}.
 */
package dev.unroll.compiler.autodiff;
