package dev.unroll.runtime.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.decode.DecodeSpec.Limit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a decode block can say. */
class DecodeSpecTest {
    @Test
    void limitsGrowWithTheInput() {
        assertThat(new Limit(2, "x", 10).tokens(7)).isEqualTo(24);
        assertThat(new Limit(0.5, "x", 0).tokens(7)).isEqualTo(3);
        assertThat(new Limit(0.5, "x", 0).tokens(1))
                .as("an output may have a token")
                .isEqualTo(1);
        assertThat(Limit.of(5).tokens(1_000)).isEqualTo(5);
        assertThatThrownBy(() -> new Limit(0, "", 0)).hasMessageContaining("a limit of 0.0");
        assertThatThrownBy(() -> new Limit(-1, "x", 5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneWayAtATime() {
        DecodeSpec greedy = DecodeSpec.greedy(Limit.of(5)).withMinLength(2).withNoRepeat(3);
        assertThat(greedy.width()).isEqualTo(1);
        DecodeSpec drawn = greedy.with(new Sampling(1, 0, 1, 7));
        assertThat(drawn.beam()).isEmpty();
        assertThat(drawn.minLength()).isEqualTo(2);
        assertThat(drawn.noRepeat()).isEqualTo(3);
        assertThat(drawn.with(Beam.of(4)).sampling()).isEmpty();
        assertThat(drawn.with(Beam.of(4)).width()).isEqualTo(4);
        assertThat(drawn.withAttention("context").with(Beam.of(4)).attention()).contains("context");
        assertThatThrownBy(() ->
                        new DecodeSpec(Optional.empty(), Optional.empty(), Limit.of(1), 0, 0, false, Optional.empty()))
                .hasMessageContaining("either searched for or drawn");
    }
}
