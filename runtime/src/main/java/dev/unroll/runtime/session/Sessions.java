package dev.unroll.runtime.session;

import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.ModelSignature.Axis;
import dev.unroll.runtime.train.ModelSignature.Port;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The sessions of one model: any number of threads, each with a session of its own, over the same weights. A step takes no lock.
 *
 * <p>While the model is trained, steps are refused but for those of the training thread, whose listeners may use sessions; one that had begun before is refused at its end, because it may have read weights
 * of both sides. A closed model's sessions refuse all steps; its memory is freed when the last of them is closed, or not reachable any
 * more.
 */
public final class Sessions implements AutoCloseable {
    private final ModelProgram program;
    private final Runnable free;
    /** The model itself and every open session: who may still read weights. */
    private final AtomicInteger holders = new AtomicInteger(1);

    /** Counts up when weights begin to change and when they have changed: odd in between. */
    private final AtomicInteger version = new AtomicInteger();

    private int changes;
    /** The thread that trains. Between two of its own steps weights stand still: its listeners may use sessions. */
    private volatile Thread changer;

    private volatile boolean closed;

    /**
     * For a model.
     *
     * @param free ends the program; called once, by the last who closes
     */
    public Sessions(ModelProgram program, Runnable free) {
        this.program = program;
        this.free = free;
    }

    /**
     * Opens a session that carries the states of the recurrent layers.
     *
     * @param most sessions of this model open at once
     * @throws IllegalStateException if the model is closed, has no state ports, or {@code most} are open
     */
    public CarriedSession carried(int most) {
        if (program.signature().states().isEmpty()) {
            throw new IllegalStateException(
                    model() + " has no states to carry: its file says no `serve { session = carried }`");
        }
        open(most);
        return new CarriedSession(this);
    }

    /**
     * Opens a session that keeps the last rows of the inputs.
     *
     * @param most sessions of this model open at once
     * @throws IllegalStateException if the model is closed, its sequences have no fixed length, or {@code most} are open
     */
    public RollingSession rolling(int most) {
        int window = 0;
        for (Port port : program.signature().inputs()) {
            if (port.isSequence()) {
                if (port.axis().kind() != Axis.Kind.FIXED
                        || (window != 0 && window != port.axis().steps())) {
                    throw new IllegalStateException("a rolling session needs inputs of one fixed length, such as"
                            + " float[time = 60, 1]; " + model() + " has " + port);
                }
                window = port.axis().steps();
            }
        }
        if (window == 0) {
            throw new IllegalStateException("a rolling session needs a sequence; " + model() + " has none");
        }
        open(most);
        return new RollingSession(this, window);
    }

    private void open(int most) {
        while (true) {
            int now = holders.get();
            if (closed || now == 0) {
                throw closedException();
            }
            if (now > most) {
                throw new IllegalStateException((now - 1) + " sessions of " + model() + " are open, and there may be "
                        + most + "; close one first");
            }
            if (holders.compareAndSet(now, now + 1)) {
                return;
            }
        }
    }

    /** Sessions that are open. */
    public int open() {
        return holders.get() - (closed ? 0 : 1);
    }

    ModelProgram program() {
        return program;
    }

    private String model() {
        return program.signature().model();
    }

    /** Weights begin to change: steps are refused from now on, until {@link #changed} was called as often as this. */
    public synchronized void changing() {
        if (changes++ == 0) {
            changer = Thread.currentThread();
            version.incrementAndGet();
            VarHandle.fullFence();
        }
    }

    /** Weights have changed. */
    public synchronized void changed() {
        if (--changes == 0) {
            VarHandle.fullFence();
            version.incrementAndGet();
            changer = null;
        }
    }

    /** Before a step: what {@link #end} wants to know. */
    int begin() {
        int now = version.get();
        if (closed) {
            throw closedException();
        }
        if ((now & 1) != 0 && changer != Thread.currentThread()) {
            throw training();
        }
        return now;
    }

    /** After a step. */
    void end(int began) {
        VarHandle.acquireFence();
        if (version.get() != began) {
            throw training();
        }
    }

    private IllegalStateException training() {
        return new IllegalStateException(model()
                + " is being trained, its sessions wait: make the step again afterwards, or load the model a second time"
                + " and serve that one");
    }

    private IllegalStateException closedException() {
        return new IllegalStateException("this " + model() + " is closed");
    }

    /** A session or the model lets go of the weights. */
    void release() {
        if (holders.decrementAndGet() == 0) {
            free.run();
        }
    }

    /** The model is closed: no session is opened and no step begins any more. To be called once. */
    @Override
    public void close() {
        closed = true;
        release();
    }
}
