/** Daily births in the United States. */
package dev.unroll.samples.births;
