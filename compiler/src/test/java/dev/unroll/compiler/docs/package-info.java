/** Holds the documentation to what the compiler does. */
package dev.unroll.compiler.docs;
