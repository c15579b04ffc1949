package dev.unroll.compiler.autodiff;

import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.ScanBody;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.List;

/** Decoders over {@code tgt} that attend to {@code src}, written in the IR, for tests. Sizes are 3 (source), 2 (target), 4 (state). */
public enum AttentionPrograms {
    /**
     * Bahdanau's order, additive scores (Bahdanau et al. 2015, equations 5 and 6): attend with the state before, then step.
     */
    ADDITIVE {
        @Override
        ScanBody.Results decode(IrBuilder code, Weights w, Value memory, Value y, Value start) {
            return code.scan(TGT, false, List.of(y), List.of(start), (inner, rows, states) -> {
                Value keys = inner.alive("keys", memory);
                Value query = inner.matMul("q", states.get(0), w.query);
                Value spread = inner.broadcast("spread", query, keys.type().withWidth(4));
                Value sum = inner.pointwise("sum", Fn.ADD, inner.matMul("k", keys, w.key), spread);
                Value score = inner.matMul("score", inner.pointwise("tanh", Fn.TANH, sum), w.score);
                Value context = context(inner, score, keys);
                Value h = step(inner, w, rows.get(0), context, states.get(0));
                return new ScanBody.Yield(List.of(h), List.of(inner.concat("out", List.of(h, context))));
            });
        }
    },
    /** Luong's order, general scores, the last output fed in (Luong et al. 2015, section 3): step, then attend. */
    GENERAL {
        @Override
        ScanBody.Results decode(IrBuilder code, Weights w, Value memory, Value y, Value start) {
            Value zeros = code.constant("zeros", Type.batch(3), 0);
            return code.scan(TGT, false, List.of(y), List.of(start, zeros), (inner, rows, states) -> {
                Value keys = inner.alive("keys", memory);
                Value h = step(inner, w, rows.get(0), states.get(1), states.get(0));
                Value query = inner.matMul("q", h, w.general);
                Value spread = inner.broadcast("spread", query, keys.type());
                Value score = inner.sumFeatures("score", inner.pointwise("dot", Fn.MUL, spread, keys));
                Value context = context(inner, score, keys);
                return new ScanBody.Yield(List.of(h, context), List.of(inner.concat("out", List.of(h, context))));
            });
        }
    },
    /** Additive scores less what has been read before (See et al. 2017, coverage as the sum of all weights so far). */
    COVERAGE {
        @Override
        ScanBody.Results decode(IrBuilder code, Weights w, Value memory, Value y, Value start) {
            Value none = code.constant("none", Type.spans(SRC, TGT, 1), 0);
            return code.scan(TGT, false, List.of(y), List.of(start, none), (inner, rows, states) -> {
                Value keys = inner.alive("keys", memory);
                Value query = inner.matMul("q", states.get(0), w.query);
                Value spread = inner.broadcast("spread", query, keys.type().withWidth(4));
                Value covered = inner.matMul("c", states.get(1), w.coverage, inner.matMul("k", keys, w.key));
                Value tanh = inner.pointwise("tanh", Fn.TANH, inner.pointwise("sum", Fn.ADD, covered, spread));
                Value weights = inner.softmaxSpans("w", inner.matMul("score", tanh, w.score));
                Value context = inner.sumSpans("context", inner.pointwise("weighted", Fn.MUL, keys, weights));
                Value h = step(inner, w, rows.get(0), context, states.get(0));
                Value all = inner.pointwise("all", Fn.ADD, states.get(1), weights);
                return new ScanBody.Yield(List.of(h, all), List.of(inner.concat("out", List.of(h, context))));
            });
        }
    };

    public static final String SRC = "src";
    public static final String TGT = "tgt";

    /** Weights of all of them. */
    record Weights(Value query, Value key, Value score, Value general, Value coverage, Value input, Value state) {}

    abstract ScanBody.Results decode(IrBuilder code, Weights w, Value memory, Value y, Value start);

    /** What it puts out at every step: the state, 4 numbers, and the context, 3; the source is read as it is. */
    public Program program() {
        SmallPrograms small = new SmallPrograms();
        Weights w = new Weights(
                small.parameter("query", Type.matrix(4, 4)),
                small.parameter("key", Type.matrix(3, 4)),
                small.parameter("score", Type.matrix(4, 1)),
                small.parameter("general", Type.matrix(4, 3)),
                small.parameter("coverage", Type.matrix(1, 4)),
                small.parameter("input", Type.matrix(5, 4)),
                small.parameter("state", Type.matrix(4, 4)));
        Value x = small.input("x", Type.tokens(SRC, 3));
        Value y = small.input("y", Type.tokens(TGT, 2));
        Value start = small.input("start", Type.batch(4));
        return small.build(code ->
                decode(code, w, code.lay("memory", x, TGT), y, start).stacked().get(0));
    }

    private static Value context(IrBuilder inner, Value score, Value keys) {
        Value weights = inner.softmaxSpans("weights", score);
        return inner.sumSpans("context", inner.pointwise("weighted", Fn.MUL, keys, weights));
    }

    private static Value step(IrBuilder inner, Weights w, Value y, Value context, Value before) {
        Value in = inner.concat("in", List.of(y, context));
        Value sum = inner.matMul("z", before, w.state, inner.matMul("zi", in, w.input));
        return inner.pointwise("h", Fn.TANH, sum);
    }
}
