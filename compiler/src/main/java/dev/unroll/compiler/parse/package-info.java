/**
 * Text to tree. {@link dev.unroll.compiler.parse.RnnParser} is the way in; nothing outside this package sees ANTLR.
 *
 * <p>The tokens are checked first (characters, names, strings, brackets and their depth); only sound tokens reach the grammar, and only
 * a text without syntax errors becomes a tree.
 */
package dev.unroll.compiler.parse;
