/** The compiler as a whole: {@code .rnn} texts in, Java files and diagnostics out. */
package dev.unroll.compiler;
