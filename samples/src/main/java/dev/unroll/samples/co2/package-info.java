/** Weekly carbon dioxide, with gaps. */
package dev.unroll.samples.co2;
