package dev.unroll.runtime.device;

/** Work cut into parts that may run at once, in any order, on any thread. Held by a {@link Worker} and re-used. */
abstract class Job {
    /** Does one part. */
    abstract void part(int part, Worker worker);

    /** Where part {@code part} of {@code parts} begins in {@code size} things. */
    static int start(int size, int parts, int part) {
        return (int) ((long) size * part / parts);
    }
}
