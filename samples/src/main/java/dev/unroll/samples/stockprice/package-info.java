/** The chapter's stock example. */
package dev.unroll.samples.stockprice;
