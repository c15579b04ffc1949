package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * How often each class of each output occurs in the training part, which is what a model that learnt nothing can still know.
 *
 * @param counts per output; of a yes or no, first no; empty for numbers
 */
record Priors(List<long[]> counts) {
    static Priors of(Examples training) {
        List<long[]> counts = new ArrayList<>();
        for (int o = 0; o < training.targets().size(); o++) {
            ModelSignature.Port port = training.signature().outputs().get(o);
            Values truth = training.targets().get(o);
            long[] count = new long
                    [port.content() instanceof ModelSignature.Content.Probability
                            ? 2
                            : port.content().classes()];
            if (count.length > 0) {
                for (int k = 0; k < truth.examples(); k++) {
                    for (int t = 0; t < truth.length(k); t++) {
                        count[(int) truth.get(k, t, 0)]++;
                    }
                }
            }
            counts.add(count);
        }
        return new Priors(counts);
    }

    /** Those of two portions of the training part together. */
    Priors plus(Priors other) {
        List<long[]> sums = new ArrayList<>();
        for (int o = 0; o < counts.size(); o++) {
            long[] sum = counts.get(o).clone();
            for (int c = 0; c < sum.length; c++) {
                sum[c] += other.counts.get(o)[c];
            }
            sums.add(sum);
        }
        return new Priors(sums);
    }
}
