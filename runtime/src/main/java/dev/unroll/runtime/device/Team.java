package dev.unroll.runtime.device;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Daemon threads that help the calling thread with the parts of a job. They spin for a bounded time between jobs, then park, so
 * an idle or crowded machine is left alone. Which thread does a part is not fixed; what a part does is, so results are.
 *
 * <p>One job runs at a time. A caller that finds the team busy does all parts itself.
 */
final class Team implements AutoCloseable {
    /** About 20 microseconds of spinning. */
    private static final int SPINS = 500;

    private static final int MOST_PARTS = 0xffff;

    private final Member[] members;
    private final AtomicBoolean busy = new AtomicBoolean();
    /** Epoch, number of parts, next part: what a thread needs to know to claim a part, in one word. */
    private final AtomicLong ticket = new AtomicLong();

    private final AtomicInteger unfinished = new AtomicInteger();
    private Job job;
    private volatile Throwable failure;
    private volatile boolean closed;

    /** A team of {@code threads}, the caller included. */
    Team(int threads) {
        members = new Member[threads - 1];
        for (int i = 0; i < members.length; i++) {
            members[i] = new Member("unroll-" + (i + 1));
            members[i].start();
        }
    }

    int threads() {
        return members.length + 1;
    }

    /** Does all parts of a job and returns when all are done. The first failure is thrown. */
    void run(Job job, int parts, Worker caller) {
        if (parts <= 1
                || members.length == 0
                || parts > MOST_PARTS
                || caller.inLane
                || closed
                || !busy.compareAndSet(false, true)) {
            for (int part = 0; part < parts; part++) {
                job.part(part, caller);
            }
            return;
        }
        try {
            this.job = job;
            unfinished.set(parts);
            long epoch = (ticket.get() >>> 32) + 1;
            ticket.set(epoch << 32 | (long) parts << 16);
            for (Member member : members) {
                if (member.parked) {
                    LockSupport.unpark(member);
                }
            }
            while (claimAndDo(caller)) {}
            await();
            Throwable thrown = failure;
            if (thrown != null) {
                failure = null;
                throw rethrow(thrown);
            }
        } finally {
            busy.set(false);
        }
    }

    /** Does a part nobody has claimed; false if there is none. */
    private boolean claimAndDo(Worker worker) {
        long now = ticket.get();
        while ((now & 0xffff) < (now >>> 16 & 0xffff)) {
            long seen = ticket.compareAndExchange(now, now + 1);
            if (seen == now) {
                // From here to the decrement the caller waits for us, so job is the one of this ticket.
                try {
                    job.part((int) (now & 0xffff), worker);
                } catch (Throwable e) {
                    failure = e;
                } finally {
                    unfinished.decrementAndGet();
                }
                return true;
            }
            now = seen;
        }
        return false;
    }

    @SuppressWarnings("ThreadPriorityCheck") // a hint is all that is wanted
    private void await() {
        for (int spins = 0; unfinished.get() > 0; spins++) {
            if (spins < SPINS * 4) {
                Thread.onSpinWait();
            } else {
                // The member lost its core, perhaps to us.
                Thread.yield();
            }
        }
    }

    private boolean hasParts() {
        long now = ticket.get();
        return (now & 0xffff) < (now >>> 16 & 0xffff);
    }

    private static RuntimeException rethrow(Throwable thrown) {
        if (thrown instanceof RuntimeException e) {
            return e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        return new IllegalStateException(thrown);
    }

    @Override
    public void close() {
        closed = true;
        for (Member member : members) {
            LockSupport.unpark(member);
        }
    }

    private final class Member extends Thread {
        private volatile boolean parked;

        Member(String name) {
            super(name);
            setDaemon(true);
        }

        @Override
        public void run() {
            Worker worker = Worker.current();
            int idle = 0;
            while (!closed) {
                if (claimAndDo(worker)) {
                    idle = 0;
                } else if (++idle < SPINS) {
                    Thread.onSpinWait();
                } else {
                    parked = true;
                    if (!hasParts() && !closed) {
                        LockSupport.park(this);
                    }
                    parked = false;
                    idle = 0;
                }
            }
        }
    }
}
