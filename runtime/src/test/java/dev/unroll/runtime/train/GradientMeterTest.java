package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.FrameSpace;
import dev.unroll.runtime.memory.Frames;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Sequence;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientMeterTest {
    @Test
    void weightsOfALayerCountTogether() {
        try (Device device = CpuDevice.create();
                ElmanProgram program = new ElmanProgram(device, ElmanProgram.forecast(4))) {
            program.parameters().initialize(1);
            program.parameters().named("rnn.h.x").gradient().set(0, 2, 3);
            program.parameters().named("rnn.h.h").gradient().set(1, 1, -4);
            program.parameters().named("dense.bias").gradient().set(0, 0, 2);
            assertThat(GradientMeter.measure(List.of(), program.parameters()))
                    .containsExactly(
                            new GradientNorm("rnn", List.of(5.0), 1), new GradientNorm("dense", List.of(2.0), 1));
        }
    }

    private static final class ProbeFrame extends Frame {
        private final Sequence gradient = sequence(0, 2);

        ProbeFrame(FrameSpace space) {
            super(space);
        }
    }

    @Test
    void stepsOfALayerAreApart() {
        try (Device device = CpuDevice.create();
                ElmanProgram program = new ElmanProgram(device, ElmanProgram.forecast(4));
                Frames<ProbeFrame> frames = Frames.create(device, ProbeFrame::new, 2, 4, 3)) {
            Packing packing = Packing.of(3, 1);
            frames.pack(packing);
            Sequence gradient = frames.root().gradient;
            // Step 0 of both examples, then steps 1 and 2 of the longer one.
            gradient.all().set(new float[] {1, 2, 2, 4, 0, 0, 3, 4});
            List<Probe> probes = List.of(new Probe("lstm1", gradient), new Probe("lstm1", gradient));
            assertThat(GradientMeter.measure(probes, program.parameters()))
                    .startsWith(
                            new GradientNorm("lstm1", List.of(5.0, 0.0, 5.0), 1),
                            new GradientNorm("lstm1 (2)", List.of(5.0, 0.0, 5.0), 1));
        }
    }
}
