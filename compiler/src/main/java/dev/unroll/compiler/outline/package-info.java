/** What a model costs, by layer: parameters, floating-point operations, bytes. */
package dev.unroll.compiler.outline;
