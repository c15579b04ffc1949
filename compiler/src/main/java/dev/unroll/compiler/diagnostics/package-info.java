/** What the compiler has to say to users, as data: stable codes, places, labels and advice. */
package dev.unroll.compiler.diagnostics;
