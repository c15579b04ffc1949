/** Checks that users can run on their own models: gradients against central differences. */
package dev.unroll.runtime.check;
