package dev.unroll.runtime.train;

import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.random.CounterRandom;
import java.util.List;
import java.util.Optional;

/** A few letters that tell the data of one training from that of another. */
final class DataDigest {
    private DataDigest() {}

    static String of(Examples training, Examples validation, Optional<ResetToken> resetToken) {
        long digest = resetToken.map(token -> (long) token.id()).orElse(-1L);
        for (Examples part : List.of(training, validation)) {
            for (Values values : part.inputs()) {
                digest = add(digest, values);
            }
            for (Values values : part.targets()) {
                digest = add(digest, values);
            }
        }
        return training.size() + " and " + validation.size() + " examples, " + Long.toHexString(digest);
    }

    private static long add(long digest, Values values) {
        return rows(CounterRandom.mix(digest ^ values.examples()), values);
    }

    /** Goes on from {@code digest} with lengths and numbers of all examples. */
    static long rows(long digest, Values values) {
        long sum = digest;
        for (int k = 0; k < values.examples(); k++) {
            sum = CounterRandom.mix(sum + values.length(k));
            for (int t = 0; t < values.length(k); t++) {
                for (int f = 0; f < values.width(); f++) {
                    sum = CounterRandom.mix(sum + Float.floatToIntBits(values.get(k, t, f)));
                }
            }
        }
        return sum;
    }
}
