/** The Maven goals: they find {@code .rnn} files, hand them to the compiler and write what it returns. */
package dev.unroll.maven;
