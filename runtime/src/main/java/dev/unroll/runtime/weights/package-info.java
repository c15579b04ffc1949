/** A model's weights: one arena, named views under the equations' names, and how they start. */
package dev.unroll.runtime.weights;
