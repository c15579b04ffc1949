/**
 * Where generated programs run. {@link dev.unroll.runtime.device.Device} is the seam: {@link
 * dev.unroll.runtime.device.CpuDevice} is fast, {@link dev.unroll.runtime.device.Nd4jDevice} is plain ND4J operations, the
 * reference the fast one is tested against.
 */
package dev.unroll.runtime.device;
