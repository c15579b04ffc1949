/** Random numbers as pure functions of (seed, step, stream, index): the same on every device, for any number of threads. */
package dev.unroll.runtime.random;
