/** What a release must hold, checked from text to numbers. */
package dev.unroll.compiler.acceptance;
