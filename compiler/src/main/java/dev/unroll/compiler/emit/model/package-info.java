/** Emission of what users touch: the typed model class and the JUnit tests of {@code test} blocks. */
package dev.unroll.compiler.emit.model;
