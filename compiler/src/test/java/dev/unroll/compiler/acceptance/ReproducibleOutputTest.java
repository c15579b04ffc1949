package dev.unroll.compiler.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.Stage;
import dev.unroll.compiler.emit.ClassFiles;
import dev.unroll.compiler.emit.InMemoryCompiler;
import dev.unroll.compiler.source.Source;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is generated for the samples depends on their texts alone, and fits the JVM. */
class ReproducibleOutputTest {
    /** HotSpot compiles no longer method. */
    private static final int HUGE_METHOD = 8000;

    private static final CompilerOptions EVERYTHING = new CompilerOptions(EnumSet.allOf(Stage.class));
    private static final Compilation REFERENCE = RnnCompiler.compile(SampleTexts.all(), EVERYTHING);

    /** One whose letters change case differently, one whose calendar and digits could differ, one that writes commas. */
    @ParameterizedTest
    @CsvSource({"tr-TR, 1, Asia/Tokyo", "zh-CN, 2, Pacific/Apia", "de-DE-u-nu-arab, 3, UTC"})
    void isTheSameElsewhere(String language, int seed, String zone) {
        List<Source> shuffled = new ArrayList<>(SampleTexts.all());
        Collections.shuffle(shuffled, new Random(seed));
        Locale locale = Locale.getDefault();
        TimeZone timeZone = TimeZone.getDefault();
        Map<String, String> others = Map.of(
                "user.name",
                "someone.else",
                "user.home",
                "/elsewhere/home",
                "user.dir",
                "/elsewhere",
                "line.separator",
                "\r\n");
        Map<String, String> before = new HashMap<>();
        others.forEach((key, value) -> before.put(key, System.setProperty(key, value)));
        Locale.setDefault(Locale.forLanguageTag(language));
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            Compilation other = RnnCompiler.compile(shuffled, EVERYTHING);
            assertThat(other.sources()).isEqualTo(REFERENCE.sources());
            assertThat(other.testSources()).isEqualTo(REFERENCE.testSources());
            assertThat(other.dumps()).isEqualTo(REFERENCE.dumps());
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(timeZone);
            before.forEach(System::setProperty);
        }
    }

    @Test
    void namesNoPlaceTimeOrMachine() throws UnknownHostException {
        String host = InetAddress.getLocalHost().getHostName();
        for (GeneratedFile file : files()) {
            assertThat(file.path()).doesNotStartWith("/").doesNotContain("\\", "..");
            assertThat(file.text())
                    .as(file.path())
                    .doesNotContain(Path.of("").toAbsolutePath().toString(), System.getProperty("java.io.tmpdir") + "/")
                    .doesNotContainPattern("\\b20\\d\\d-[01]\\d-[0-3]\\d\\b")
                    .doesNotContainPattern("\\b[0-2]\\d:[0-5]\\d:[0-5]\\d\\b")
                    .doesNotContainPattern("\\b" + Pattern.quote(host) + "\\b")
                    .doesNotContain("\r")
                    .endsWith("}\n");
        }
    }

    @Test
    void hasNoMethodTheJvmRefusesToCompile() {
        Map<String, byte[]> classes = InMemoryCompiler.compile(files()).classFiles();
        int longest = 0;
        for (Map.Entry<String, byte[]> type : classes.entrySet()) {
            for (Map.Entry<String, Integer> method :
                    ClassFiles.codeLengths(type.getValue()).entrySet()) {
                assertThat(method.getValue())
                        .as(type.getKey() + "." + method.getKey())
                        .isLessThan(HUGE_METHOD);
                longest = Math.max(longest, method.getValue());
            }
        }
        System.out.printf("longest generated method: %d bytes%n", longest);
    }

    private static List<GeneratedFile> files() {
        assertThat(REFERENCE.diagnostics()).isEmpty();
        List<GeneratedFile> files = new ArrayList<>(REFERENCE.sources());
        files.addAll(REFERENCE.testSources());
        assertThat(files).hasSizeGreaterThan(20);
        return files;
    }
}
