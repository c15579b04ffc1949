package dev.unroll.samples.dates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.samples.dates.DateReader.Example;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Made-up dates. */
class DatesTest {
    @Test
    void everyDateComesOnceAndAlwaysTheSame() {
        List<Example> dates = Dates.of(3_000, 5);
        assertThat(dates.stream().map(Example::iso).distinct()).hasSize(3_000);
        assertThat(Dates.of(3_000, 5)).isEqualTo(dates);
        assertThat(Dates.of(3_000, 6)).isNotEqualTo(dates);
        assertThat(dates).allSatisfy(date -> {
            LocalDate day = LocalDate.parse(date.iso());
            assertThat(date.written()).contains(Integer.toString(day.getYear())).hasSizeLessThan(40);
            assertThat(date.written()).contains(Integer.toString(day.getDayOfMonth()));
        });
    }

    /** Of figures alone, one is above 12 and can only be the day. */
    @Test
    void noneCanBeMistaken() {
        assertThat(Dates.of(5_000, 7))
                .filteredOn(date -> date.written().matches("[0-9/.]+"))
                .hasSizeGreaterThan(300)
                .allMatch(date -> LocalDate.parse(date.iso()).getDayOfMonth() > 12);
    }
}
