package dev.unroll.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JavaTextTest {
    @Test
    void commentsAreHarmless() {
        assertThat(JavaText.comment("stock.rnn:14 lstm1")).isEqualTo("stock.rnn:14 lstm1");
        assertThat(JavaText.comment("a \\u000a b */ c")).isEqualTo("a u000a b c");
        assertThat(JavaText.comment("C:\\users\\me \u202e <b>{@link}\n\r$T$L")).isEqualTo("C: users me b link T L");
    }

    @Test
    void stringsEscapeAllButPlainAscii() {
        assertThat(JavaText.string("a\"b\\u0041\n").toString()).isEqualTo("\"a\\042b\\134u0041\\012\"");
        assertThat(JavaText.string("é").toString()).isEqualTo("\"\\351\"");
        assertThat(JavaText.string("x\u4e2dy").toString()).isEqualTo("\"x\" + (char) 20013 + \"y\"");
        assertThat(JavaText.string("\u4e2d\u6587").toString()).isEqualTo("\"\" + (char) 20013 + (char) 25991");
        assertThat(JavaText.string("").toString()).isEqualTo("\"\"");
    }

    /** javac goes into a sum as deep as it is long; LabelsEmitterTest compiles one. */
    @Test
    void longSumsAreSumsOfSums() {
        String one = " + (char) 20013";
        assertThat(JavaText.string("\u4e2d".repeat(200)).toString()).isEqualTo("\"\"" + one.repeat(200));
        assertThat(JavaText.string("\u4e2d".repeat(401)).toString())
                .isEqualTo("(\"\"" + one.repeat(200) + ") + (\"\"" + one.repeat(200) + ") + (\"\"" + one + ")");
        assertThat(JavaText.string("\u4e2d".repeat(200) + "a\u4e2db").toString())
                .endsWith(one + " + \"a\") + (\"\"" + one + " + \"b\")");
    }

    @Test
    void numbersAreExactAndShort() {
        assertThat(JavaText.floatLiteral(1)).isEqualTo("1f");
        assertThat(JavaText.floatLiteral(0.1)).isEqualTo("0.1f");
        assertThat(JavaText.floatLiteral(-1e-8)).isEqualTo("-1.0E-8f");
        assertThat(JavaText.floatLiteral(Double.NaN)).isEqualTo("Float.NaN");
        assertThat(JavaText.doubleLiteral(Double.NEGATIVE_INFINITY)).isEqualTo("Double.NEGATIVE_INFINITY");
        assertThat(JavaText.doubleLiteral(0.1)).isEqualTo("0.1");
        assertThat(JavaText.number(0)).isEqualTo("0");
        assertThat(JavaText.number(-0.0)).isEqualTo("-0.0");
        assertThat(JavaText.number(1 / 0.9)).isEqualTo("1.1111111111111112");
        assertThat(JavaText.number(1e8)).isEqualTo("1.0E8");
    }
}
