/** Spam by its subject line. */
package dev.unroll.samples.spam;
