/** Figures by which predictions are judged: counts by class, spans, edit distances and the receiver operating characteristic. */
package dev.unroll.runtime.metric;
