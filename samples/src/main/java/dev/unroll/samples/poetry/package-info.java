/** Chinese quatrains. */
package dev.unroll.samples.poetry;
