/**
 * Sessions: step after step through a model, by any number of threads at once. {@link dev.unroll.runtime.session.Sessions} opens
 * them; what a stream has seen so far lies in {@link dev.unroll.runtime.session.SessionState}, which the caller keeps.
 */
package dev.unroll.runtime.session;
