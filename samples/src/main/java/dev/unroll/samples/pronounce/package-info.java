/** How English words are spoken. */
package dev.unroll.samples.pronounce;
