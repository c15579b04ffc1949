package dev.unroll.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {
    @Test
    void tokensComeByProbabilityThenByNumber() {
        Random random = new Random(4);
        Ranking ranking = new Ranking(50);
        for (int round = 0; round < 200; round++) {
            int count = 1 + random.nextInt(50);
            float[] logs = new float[count];
            ranking.clear();
            for (int token = 0; token < count; token++) {
                // few values, so that many are equal; both zeros; and some above zero, as of logarithms of densities
                logs[token] = random.nextInt(9) == 0 ? -0.0f : 0.5f * (2 - random.nextInt(12));
                ranking.add(token, logs[token]);
            }
            ranking.arrange();
            List<Integer> expected = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer token) -> 0.0 - logs[token]))
                    .toList();
            assertThat(ranking.token(count / 2)).isEqualTo(expected.get(count / 2));
            assertThat(IntStream.range(0, count).boxed().map(ranking::any))
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(IntStream.range(0, count).boxed().map(ranking::token)).containsExactlyElementsOf(expected);
        }
    }
}
