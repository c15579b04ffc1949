/** Source texts and places in them. */
package dev.unroll.compiler.source;
