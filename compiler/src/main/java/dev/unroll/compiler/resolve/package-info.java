/** Gives the names of a file their meaning: its own blocks and those of the prelude, and the rules about names. */
package dev.unroll.compiler.resolve;
