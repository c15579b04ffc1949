/** A week of weather in Seattle. */
package dev.unroll.samples.weather;
