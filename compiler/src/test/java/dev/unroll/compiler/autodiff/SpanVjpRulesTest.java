package dev.unroll.compiler.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.ir.Extent;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.IrBuilder;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.ScanBody;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of attention, all elements against differences; lengths of both axes are ragged and in different orders. */
class SpanVjpRulesTest {
    private static final String SRC = "src";
    private static final String TGT = "tgt";
    private static final Type SPANS = Type.spans(SRC, TGT, 2);

    static final List<Map<String, int[]>> LENGTHS = List.of(
            Map.of(SRC, new int[] {1}, TGT, new int[] {1}),
            Map.of(SRC, new int[] {2, 2}, TGT, new int[] {3, 3}),
            Map.of(SRC, new int[] {1, 4, 2, 4}, TGT, new int[] {2, 1, 3, 2}));

    private interface Rule {
        Value apply(IrBuilder code, Value x, Value y, Value rows);
    }

    /** What a rule does with two sequences of different axes and a row per example. */
    private static void check(Rule rule) {
        SmallPrograms small = new SmallPrograms();
        Value x = small.input("x", Type.tokens(SRC, 2));
        Value y = small.input("y", Type.tokens(TGT, 2));
        Value rows = small.input("rows", Type.batch(2));
        Program program = Differentiate.run(small.build(code -> rule.apply(code, x, y, rows)), List.of(x, y, rows));
        for (Map<String, int[]> lengths : LENGTHS) {
            assertThat(GradientCheck.largestError(program, Numbers.random(program, 7, lengths)))
                    .isLessThan(1e-6);
        }
    }

    @Test
    void layAndUnlay() {
        check((code, x, y, rows) -> code.lay("l", x, TGT));
        check((code, x, y, rows) -> code.unlay("u", code.pointwise("p", Fn.TANH, code.lay("l", x, TGT))));
    }

    @Test
    void spreadAndSum() {
        check((code, x, y, rows) -> code.broadcast("b", rows, SPANS));
        check((code, x, y, rows) -> code.sumSpans("s", code.pointwise("p", Fn.TANH, code.lay("l", x, TGT))));
    }

    @Test
    void softmax() {
        check((code, x, y, rows) -> {
            Value memory = code.lay("l", x, TGT);
            return code.pointwise("p", Fn.MUL, memory, code.softmaxSpans("w", memory));
        });
    }

    /** Each step of the target reads the whole source, softmax and all, with its own query. */
    @Test
    void insideALoop() {
        check((code, x, y, rows) -> {
            Value memory = code.lay("l", x, TGT);
            return code.scan(TGT, false, List.of(y), List.of(rows), (inner, queries, states) -> {
                        Value keys = inner.alive("keys", memory);
                        Value query = inner.pointwise("q", Fn.ADD, queries.get(0), states.get(0));
                        Value spread = inner.broadcast("spread", query, keys.type());
                        Value weights = inner.softmaxSpans("w", inner.pointwise("k", Fn.MUL, spread, keys));
                        Value context = inner.sumSpans("c", inner.pointwise("v", Fn.MUL, weights, keys));
                        return new ScanBody.Yield(List.of(context), List.of(context));
                    })
                    .stacked()
                    .get(0);
        });
    }

    /** Scores over everything seen so far, as coverage: a state with a number for every position, and it is stacked as well. */
    @Test
    void statesOfSpans() {
        check((code, x, y, rows) -> {
            Value memory = code.lay("l", x, TGT);
            Value zeros = code.constant("zeros", Type.spans(SRC, TGT, 2), 0);
            ScanBody.Results results = code.scan(TGT, false, List.of(y), List.of(zeros), (inner, queries, states) -> {
                Value keys = inner.alive("keys", memory);
                Value spread = inner.broadcast("spread", queries.get(0), keys.type());
                Value scored = inner.pointwise("k", Fn.MUL, spread, keys);
                Value less = inner.pointwise("less", Fn.SUB, scored, states.get(0));
                Value weights = inner.softmaxSpans("w", inner.pointwise("t", Fn.TANH, less));
                Value covered = inner.pointwise("covered", Fn.ADD, states.get(0), weights);
                return new ScanBody.Yield(List.of(covered), List.of(weights));
            });
            Value pairs = results.stacked().get(0);
            Value perStep = code.sumSpans("s", code.pointwise("sq", Fn.MUL, pairs, pairs));
            Value total = code.sumSpans(
                    "f", code.pointwise("sq2", Fn.TANH, results.carried().get(0)));
            Value everywhere = code.broadcast("e", total, Type.tokens(TGT, 2));
            return code.pointwise("both", Fn.ADD, perStep, everywhere);
        });
    }

    /** A loop over the source, whose order is not the batch's, starts and ends with rows of the batch. */
    @Test
    void statesOfTheOtherAxis() {
        check((code, x, y, rows) -> code.scan(SRC, false, List.of(x), List.of(rows), (inner, xs, states) -> {
                    Value sum = inner.pointwise("sum", Fn.ADD, xs.get(0), states.get(0));
                    return new ScanBody.Yield(List.of(inner.pointwise("h", Fn.TANH, sum)), List.of());
                })
                .carried()
                .get(0));
        check((code, x, y, rows) ->
                code.pointwise("p", Fn.ADD, code.last("a", x), code.last("b", code.shift("s", y, rows, true))));
        check((code, x, y, rows) -> code.pointwise(
                "p",
                Fn.MUL,
                y,
                code.broadcast("b", code.sumSteps("s", x), y.type().withExtent(Extent.tokens(TGT)))));
        check((code, x, y, rows) -> code.pointwise("p", Fn.MUL, x, code.reverse("r", x)));
    }
}
