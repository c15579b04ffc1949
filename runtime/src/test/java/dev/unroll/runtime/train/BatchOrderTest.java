package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.data.Values;
import dev.unroll.runtime.memory.Capacity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchOrderTest {
    private static final ModelSignature SIGNATURE =
            ElmanProgram.signature(ModelSignature.Axis.free("time"), true, 1, Scaling.none());

    private static Examples examples(int... lengths) {
        float[][] rows = Arrays.stream(lengths).mapToObj(float[]::new).toArray(float[][]::new);
        return Examples.of(SIGNATURE, List.of(Values.sequences(rows)), List.of(Values.sequences(rows)));
    }

    private static List<int[]> epoch(BatchOrder order, int epoch) {
        List<int[]> batches = new ArrayList<>();
        int count = order.begin(epoch);
        for (int step = 0; step < count; step++) {
            int from = order.from(step);
            batches.add(Arrays.copyOfRange(order.order(), from, from + order.count(step)));
        }
        return batches;
    }

    @Test
    void batchesOfTokensKeepTheirBoundsAndHaveEveryExampleOnce() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            int[] lengths = random.ints(1 + random.nextInt(60), 1, 40).toArray();
            int tokens = 1 + random.nextInt(80);
            Optional<String> bucketBy = random.nextBoolean() ? Optional.of("wave") : Optional.empty();
            BatchOrder order = new BatchOrder(examples(lengths), new Batch.Tokens(tokens, bucketBy), round);
            Capacity bounds = BatchBounds.of(lengths, new Batch.Tokens(tokens, bucketBy));
            int most = bounds.tokens(0);
            int rows = bounds.batch();
            for (int epoch = 1; epoch <= 3; epoch++) {
                List<int[]> batches = epoch(order, epoch);
                int[] all =
                        batches.stream().flatMapToInt(Arrays::stream).sorted().toArray();
                for (int k = 0; k < all.length; k++) {
                    assertThat(all[k]).isEqualTo(k);
                }
                assertThat(all).hasSize(lengths.length);
                for (int[] batch : batches) {
                    int sum = Arrays.stream(batch).map(k -> lengths[k]).sum();
                    assertThat(sum <= tokens || batch.length == 1).isTrue();
                    assertThat(sum).isLessThanOrEqualTo(most);
                    assertThat(batch.length).isLessThanOrEqualTo(rows);
                }
            }
        }
    }

    @Test
    void bucketsBringSimilarLengthsTogetherInAnyOrder() {
        int[] lengths = new Random(1).ints(400, 1, 100).toArray();
        BatchOrder order = new BatchOrder(examples(lengths), new Batch.Tokens(300, Optional.of("wave")), 7);
        List<int[]> batches = epoch(order, 1);
        double spread = batches.stream()
                .mapToInt(batch -> Arrays.stream(batch)
                                .map(k -> lengths[k])
                                .max()
                                .getAsInt()
                        - Arrays.stream(batch).map(k -> lengths[k]).min().getAsInt())
                .average()
                .getAsDouble();
        assertThat(spread).as("of lengths in a batch").isLessThan(15);
        int[] firsts = batches.stream().mapToInt(batch -> lengths[batch[0]]).toArray();
        int[] sorted = firsts.clone();
        Arrays.sort(sorted);
        assertThat(firsts).as("batches are shuffled").isNotEqualTo(sorted);
        List<int[]> second = epoch(order, 2);
        assertThat(second.get(0)).as("another epoch is another order").isNotEqualTo(batches.get(0));
        assertThat(epoch(order, 1).toArray(int[][]::new))
                .as("a pure function of seed and epoch")
                .isDeepEqualTo(batches.toArray(int[][]::new));
    }

    @Test
    void bucketsGrowWithLengths() {
        for (int length = 1; length < 100_000; length++) {
            assertThat(BatchOrder.bucket(length + 1))
                    .isBetween(BatchOrder.bucket(length), BatchOrder.bucket(length) + 1);
        }
        assertThat(BatchOrder.bucket(7)).isNotEqualTo(BatchOrder.bucket(8));
        assertThat(BatchOrder.bucket(1024)).isEqualTo(BatchOrder.bucket(1151));
        assertThat(BatchOrder.bucket(1152)).isNotEqualTo(BatchOrder.bucket(1151));
    }
}
