/** Finding texts that a decoder thinks likely: greedy, beam search, sampling. Knows nothing of how a step is computed. */
package dev.unroll.runtime.decode;
