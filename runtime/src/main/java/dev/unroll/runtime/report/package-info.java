/** A training's report: one HTML file with curves, forecast and figures that needs no network. */
package dev.unroll.runtime.report;
