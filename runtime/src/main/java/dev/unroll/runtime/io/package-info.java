/**
 * Model files: one file in the safetensors layout, checksummed, written so that a crash leaves the old file or the new one.
 * Nothing in a file is trusted: every size is checked before memory is allocated for it.
 */
package dev.unroll.runtime.io;
