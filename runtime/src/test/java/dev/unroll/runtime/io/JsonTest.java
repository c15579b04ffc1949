package dev.unroll.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsWhatItWrote() throws Json.FormatException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text \"\\\n\u0001é\ud83d\ude00", "</script>");
        object.put("list", List.of(0L, 123456789012345678L, List.of(), Map.of()));
        object.put("map", Map.of("a", Map.of("b", List.of(1L))));
        String text = Json.write(object);
        assertThat(text).matches("\\p{ASCII}*");
        assertThat(Json.parse(text)).isEqualTo(object);
    }

    @Test
    void readsBlanksAndEscapes() throws Json.FormatException {
        assertThat(Json.parse(" { \"a\\u0041\\/\" : [ 1 , \"\\n\" ] } \n".strip() + "   "))
                .isEqualTo(Map.of("aA/", List.of(1L, "\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"a\":1}x",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":-1}",
                "{\"a\":1.5}",
                "{\"a\":true}",
                "{\"a\":null}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":9999999999999999999}",
                "{\"a\":[1,]}",
                "{\"a\":[[[[[[1]]]]]]}",
                "{\"a\" 1}",
                "{\"a\":\"b"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(Json.FormatException.class)
                .hasMessageContaining("at character");
    }
}
