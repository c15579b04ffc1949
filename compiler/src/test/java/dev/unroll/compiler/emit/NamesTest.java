package dev.unroll.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void readableNames() {
        assertThat(Names.lowerCamel("lstm1_h")).isEqualTo("lstm1H");
        assertThat(Names.lowerCamel("d_c.2")).isEqualTo("dC2");
        assertThat(Names.lowerCamel("7x")).isEqualTo("v7x");
        assertThat(Names.lowerCamel("é")).isEqualTo("v");
        assertThat(Names.upperSnake("lstm1_x_spec")).isEqualTo("LSTM1_X_SPEC");
        assertThat(Names.upperSnake("EQUAL_CLASS_WEIGHTS")).isEqualTo("EQUAL_CLASS_WEIGHTS");
    }

    @Test
    void neverTwiceNeverAKeyword() {
        Names names = new Names("device");
        assertThat(names.fresh("h")).isEqualTo("h");
        assertThat(names.fresh("h")).isEqualTo("h2");
        assertThat(names.fresh("lstm1")).isEqualTo("lstm1");
        assertThat(names.fresh("lstm1")).isEqualTo("lstm1_2");
        assertThat(names.fresh("class")).isEqualTo("class2");
        assertThat(names.fresh("true")).isEqualTo("true2");
        assertThat(names.fresh("_")).isEqualTo("v");
        assertThat(names.fresh("device")).isEqualTo("device2");
    }
}
