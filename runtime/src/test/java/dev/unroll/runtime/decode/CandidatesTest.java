package dev.unroll.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private record Offer(int parent, int token, double total) {}

    /** Against a stable sort of all of them; totals are few, so that many are equal. */
    @Test
    void theFirstOfEqualOnesAreKept() {
        Random random = new Random(6);
        Candidates candidates = new Candidates(8);
        for (int round = 0; round < 300; round++) {
            int keep = random.nextInt(9);
            candidates.clear(keep);
            List<Offer> all = new ArrayList<>();
            for (int k = 0; k < random.nextInt(30); k++) {
                Offer offer = new Offer(k / 5, k % 5, -random.nextInt(6));
                all.add(offer);
                candidates.offer(offer.parent(), offer.token(), offer.total(), offer.total() / 2);
            }
            all.sort(Comparator.comparingDouble((Offer offer) -> -offer.total()));
            List<Offer> kept = new ArrayList<>();
            for (int c = 0; c < candidates.count(); c++) {
                kept.add(new Offer(candidates.parent(c), candidates.token(c), 2 * candidates.log(c)));
            }
            assertThat(kept).isEqualTo(all.subList(0, Math.min(keep, all.size())));
        }
    }
}
