/** Given names and the lists they come from. */
package dev.unroll.samples.names;
