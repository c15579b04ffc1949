/**
 * Data on its way into and out of a model: series and CSV files, examples cut out of them, scaling, and packing into
 * batches without padding.
 */
package dev.unroll.runtime.data;
