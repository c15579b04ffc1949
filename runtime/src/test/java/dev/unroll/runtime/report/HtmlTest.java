package dev.unroll.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void escapesMarkupAndRefusesControls() {
        assertThat(Html.escape("<b a='1' c=\"2\">&</b>"))
                .isEqualTo("&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;&lt;/b&gt;");
        assertThat(Html.escape("a\u0000b\u001b\ud800c\n\t\ud83d\ude00é"))
                .isEqualTo("a\ufffdb\ufffd\ufffdc\n\t\ud83d\ude00é");
    }
}
