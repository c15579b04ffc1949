package dev.unroll.compiler.plan;

import java.util.List;
import java.util.Map;

/**
 * One run of a model: what its frame holds and what is called in which order.
 *
 * @param buffers what the frame holds, in the order of its fields; buffers with the same slot share memory
 * @param slots the slot of each buffer, by {@link Buffer#id()}
 * @param inputs the program's inputs in order, but for targets that the run does not read
 * @param forward all steps of the forward pass, or of prediction
 * @param backward all steps of the backward pass, empty for prediction
 * @param loss a {@code [1,1]} matrix; null for prediction
 * @param outputs the model's outputs in order, then its final states if it has state ports
 * @param probes cotangents that stay until backward has run, in the order of the program's probes
 * @param poolings weights that stay until prediction has run, in the order of the program; empty for training
 */
public record RunPlan(
        List<Buffer> buffers,
        Map<Integer, Integer> slots,
        List<Buffer> inputs,
        List<PlanStep> forward,
        List<PlanStep> backward,
        Place loss,
        List<Place> outputs,
        List<Place> probes,
        List<Pooling> poolings) {
    /**
     * Where the weights of a pooling are left, for reports.
     *
     * @param layer label of the layer that gives the scores
     * @param weights a sequence of one column
     */
    public record Pooling(String layer, Place weights) {}

    public RunPlan {
        buffers = List.copyOf(buffers);
        slots = Map.copyOf(slots);
        inputs = List.copyOf(inputs);
        forward = List.copyOf(forward);
        backward = List.copyOf(backward);
        outputs = List.copyOf(outputs);
        probes = List.copyOf(probes);
        poolings = List.copyOf(poolings);
    }

    /** Slot of a buffer. */
    public int slot(Buffer buffer) {
        return slots.get(buffer.id());
    }

    /** Memory when every buffer has its own. */
    public Bytes unshared() {
        return buffers.stream().map(Bytes::of).reduce(Bytes.ZERO, Bytes::plus);
    }

    /** Memory with shared slots: a slot is as large as its largest buffer. */
    public Bytes shared() {
        return SlotAllocator.sizes(this).values().stream().reduce(Bytes.ZERO, Bytes::plus);
    }
}
