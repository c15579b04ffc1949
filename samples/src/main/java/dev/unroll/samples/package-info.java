/** Models on real data, each with a main of a few lines. */
package dev.unroll.samples;
