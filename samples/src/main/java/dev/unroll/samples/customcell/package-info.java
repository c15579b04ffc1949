/** Cells written from their equations. */
package dev.unroll.samples.customcell;
