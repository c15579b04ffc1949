/** Runs the snippets: small {@code .rnn} files beside the exact text a stage must give for them. */
package dev.unroll.compiler.testing;
