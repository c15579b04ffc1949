package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleBufferTest {
    @Test
    void everyEpochHasEveryExampleOnce() {
        Random random = new Random(2);
        for (int round = 0; round < 300; round++) {
            int examples = 1 + random.nextInt(200);
            int capacity = 1 + random.nextInt(100);
            int unit = 1 + random.nextInt(capacity);
            for (int epoch = 1; epoch <= 2; epoch++) {
                List<int[]> groups = groups(new ShuffleBuffer(examples, capacity, unit, round, epoch), capacity);
                assertThat(groups.stream().flatMapToInt(Arrays::stream).sorted())
                        .containsExactly(IntStream.range(0, examples).boxed().toArray(Integer[]::new));
                for (int[] group : groups.subList(0, groups.size() - 1)) {
                    assertThat(group.length % unit).isZero();
                    assertThat(group).isSorted();
                }
                if (examples <= capacity) {
                    assertThat(groups).as("what fits is trained on together").hasSize(1);
                }
            }
        }
    }

    @Test
    void epochsAndSeedsDifferAndExamplesMove() {
        List<int[]> one = groups(new ShuffleBuffer(10_000, 1000, 10, 7, 1), 1000);
        assertThat(same(one, groups(new ShuffleBuffer(10_000, 1000, 10, 7, 1), 1000)))
                .isTrue();
        assertThat(same(one, groups(new ShuffleBuffer(10_000, 1000, 10, 7, 2), 1000)))
                .isFalse();
        assertThat(same(one, groups(new ShuffleBuffer(10_000, 1000, 10, 8, 1), 1000)))
                .isFalse();
        int farthest = 0;
        for (int g = 0; g < one.size(); g++) {
            farthest = Math.max(farthest, g * 500 - one.get(g)[0]);
        }
        assertThat(farthest)
                .as("places that some example waited beyond its own buffer")
                .isGreaterThan(1000);
    }

    private static List<int[]> groups(ShuffleBuffer buffer, int capacity) {
        List<int[]> groups = new ArrayList<>();
        int given = 0;
        while (!buffer.isEmpty()) {
            int[] group = buffer.next();
            assertThat(buffer.taken() - given).as("held").isLessThanOrEqualTo(capacity);
            given += group.length;
            assertThat(group).isNotEmpty();
            groups.add(group);
        }
        return groups;
    }

    private static boolean same(List<int[]> some, List<int[]> others) {
        return Arrays.deepEquals(some.toArray(), others.toArray());
    }
}
