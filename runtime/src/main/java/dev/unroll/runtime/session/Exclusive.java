package dev.unroll.runtime.session;

import java.util.concurrent.atomic.AtomicInteger;

/** Finds out when two threads use one session, instead of making one of them wait. */
final class Exclusive {
    private static final int FREE = 0;
    private static final int USED = 1;
    private static final int CLOSED = 2;

    private final AtomicInteger use = new AtomicInteger(FREE);

    void begin() {
        int seen = use.compareAndExchange(FREE, USED);
        if (seen != FREE) {
            throw refused(seen);
        }
    }

    void end() {
        use.set(FREE);
    }

    /** True for the first who closes. */
    boolean close() {
        int seen = use.compareAndExchange(FREE, CLOSED);
        if (seen == USED) {
            throw refused(seen);
        }
        return seen == FREE;
    }

    private static IllegalStateException refused(int seen) {
        return new IllegalStateException(
                seen == CLOSED
                        ? "this session is closed"
                        : "this session is used by another thread at this moment; open one for each thread");
    }
}
