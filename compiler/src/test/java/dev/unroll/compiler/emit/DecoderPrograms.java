package dev.unroll.compiler.emit;

import dev.unroll.compiler.Front;
import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.plan.Planner;
import dev.unroll.compiler.source.Source;
import dev.unroll.compiler.testing.DecoderModels;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.train.ModelSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The generated programs of {@link DecoderModels}, and examples for them. */
final class DecoderPrograms {
    private DecoderPrograms() {}

    /**
     * From text to classes.
     *
     * @param programs takes what was generated from, by name
     */
    static InMemoryCompiler compile(Map<String, Program> programs) {
        List<GeneratedFile> files = new ArrayList<>();
        DecoderModels.all().forEach((name, text) -> {
            String inPackage = text.replaceFirst("rnn 1", "rnn 1 package " + Models.PACKAGE);
            Front front = Front.of(List.of(new Source("decoders.rnn", inPackage)));
            Program program =
                    Models.differentiate(RnnCompiler.lower(front.models().get(0)));
            programs.put(name, program);
            files.addAll(Emitter.emit(front.models().get(0).spec(), Planner.plan(program)));
        });
        return InMemoryCompiler.compile(files);
    }

    /** Inputs of random lengths: ids from 1 on, or numbers. */
    static List<Values> inputs(ModelSignature signature, int examples, long seed) {
        Random random = new Random(seed);
        List<Values> inputs = new ArrayList<>();
        for (ModelSignature.Port port : signature.inputs()) {
            float[][][] rows = new float[examples][][];
            for (int k = 0; k < examples; k++) {
                rows[k] = new float[1 + random.nextInt(6)][port.width()];
                for (float[] row : rows[k]) {
                    for (int f = 0; f < row.length; f++) {
                        int ids = port.content().classes();
                        row[f] = ids > 0 ? 1 + random.nextInt(ids - 1) : (float) random.nextGaussian();
                    }
                }
            }
            inputs.add(Values.sequences(rows));
        }
        return inputs;
    }

    /** Truth of random lengths: ids from 1 on. */
    static Values truth(ModelSignature signature, int examples, long seed) {
        Random random = new Random(seed);
        int choices = signature.outputs().get(0).width();
        float[][] truth = new float[examples][];
        for (int k = 0; k < examples; k++) {
            truth[k] = new float[1 + random.nextInt(6)];
            for (int t = 0; t < truth[k].length; t++) {
                truth[k][t] = 1 + random.nextInt(choices - 1);
            }
        }
        return Values.sequences(truth);
    }
}
