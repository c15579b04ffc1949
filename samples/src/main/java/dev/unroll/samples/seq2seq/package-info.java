/** The plain encoder and decoder of the RNN chapter. */
package dev.unroll.samples.seq2seq;
