/** Five Chinese reviews. */
package dev.unroll.samples.sentimentzh;
