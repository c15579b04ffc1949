/** Dates as people write them. */
package dev.unroll.samples.dates;
