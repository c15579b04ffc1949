package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.Frames;

/** A scan: one part for each lane. */
final class LaneJob extends Job {
    private Frames<?> frames;
    private Lane<?> body;

    <F extends Frame> void set(Frames<F> frames, Lane<F> body) {
        this.frames = frames;
        this.body = body;
    }

    @Override
    @SuppressWarnings("unchecked") // set takes both with one F
    void part(int part, Worker worker) {
        boolean outer = worker.inLane;
        worker.inLane = true;
        try {
            ((Lane<Frame>) body).run(frames.lane(part));
        } finally {
            worker.inLane = outer;
        }
    }
}
