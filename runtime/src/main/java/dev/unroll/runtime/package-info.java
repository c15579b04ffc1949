/**
 * What generated model classes extend and users meet first: {@link dev.unroll.runtime.RecurrentModel}, the version handshake
 * and the annotation of generated code.
 */
package dev.unroll.runtime;
