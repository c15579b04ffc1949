/**
 * Working memory of generated programs: one native arena, packed batches, and views that are re-bound instead of made
 * anew. Nothing here allocates once a capacity and a number of steps have been seen.
 */
package dev.unroll.runtime.memory;
