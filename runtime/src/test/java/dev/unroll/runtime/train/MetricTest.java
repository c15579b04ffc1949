package dev.unroll.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.train.Metric.Average;
import dev.unroll.runtime.train.Metric.Content;
import dev.unroll.runtime.train.Metric.Kind;
import dev.unroll.runtime.train.Metric.Unit;
import org.junit.jupiter.api.Test;

class MetricTest {
    @Test
    void printsLikeTheLanguage() {
        assertThat(Metric.MAE).hasToString("mae");
        assertThat(Metric.topK(5)).hasToString("top_k(5)");
        assertThat(Metric.F1).hasToString("f1");
        assertThat(Metric.f1(Average.SPAN)).hasToString("f1(average = span)");
        assertThat(Metric.BITS_PER_CHARACTER).hasToString("bits_per_character");
        assertThat(Metric.EDIT_DISTANCE).hasToString("edit_distance").isEqualTo(Metric.editDistance(Unit.TOKEN));
        assertThat(Metric.editDistance(Unit.SEQUENCE)).hasToString("edit_distance(of = sequence)");
    }

    @Test
    void knowsWhichOutputsItSuits() {
        assertThat(Metric.MAE.accepts(Content.NUMBERS, true)).isTrue();
        assertThat(Metric.MAE.accepts(Content.LABEL, true)).isFalse();
        assertThat(Metric.AUC.accepts(Content.LABEL, false)).isFalse();
        assertThat(Metric.F1.accepts(Content.PROBABILITY, false)).isTrue();
        assertThat(Metric.f1(Average.BINARY).accepts(Content.LABEL, false)).isFalse();
        assertThat(Metric.f1(Average.SPAN).accepts(Content.LABEL, true)).isTrue();
        assertThat(Metric.f1(Average.SPAN).accepts(Content.LABEL, false)).isFalse();
        assertThat(Metric.f1(Average.SPAN).accepts(Content.PROBABILITY, true)).isFalse();
        assertThat(Metric.EDIT_DISTANCE.accepts(Content.TOKEN, true)).isTrue();
        assertThat(Metric.EDIT_DISTANCE.accepts(Content.TOKEN, false)).isFalse();
        assertThat(Metric.PERPLEXITY.accepts(Content.TOKEN, true)).isTrue();
        assertThat(Metric.PERPLEXITY.accepts(Content.LABEL, true)).isFalse();
    }

    @Test
    void knowsWhatIsBetter() {
        assertThat(Kind.ACCURACY.rises()).isTrue();
        assertThat(Kind.EDIT_DISTANCE.rises()).isFalse();
        assertThat(Kind.MAE.rises()).isFalse();
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> Metric.topK(0)).hasMessage("top_k needs at least 1 class, not 0");
        assertThatThrownBy(() -> new Metric.Plain(Kind.F1)).hasMessage("f1 has parameters");
    }
}
