/**
 * Text on its way into and out of a model: tokens, vocabularies fitted to the training part, labels, and what a model thinks
 * of each of several outcomes.
 */
package dev.unroll.runtime.text;
