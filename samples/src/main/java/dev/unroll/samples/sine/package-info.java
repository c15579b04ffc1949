/** The chapter's regressors on a noisy sine. */
package dev.unroll.samples.sine;
