package dev.unroll.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.weights.Init;
import dev.unroll.runtime.weights.ParameterSpec;
import dev.unroll.runtime.weights.Parameters;
import dev.unroll.runtime.weights.Segment;
import dev.unroll.runtime.weights.WeightKind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingWeightsTest {
    private static final ClassLoader NONE = ClassLoader.getPlatformClassLoader();

    @TempDir
    Path folder;

    private final Device device = CpuDevice.create(1);
    private final Vocabulary words = Vocabulary.of(
            new VocabularySpec("Words", Tokenizer.WHITESPACE, 6, 1, false, TooLong.REFUSE, EmptyText.REFUSE, List.of()),
            List.of("the", "of", ". ."));
    private Parameters parameters;

    @BeforeEach
    void create() {
        parameters = Parameters.create(
                device,
                new ParameterSpec(
                        "table",
                        6,
                        2,
                        false,
                        new Segment("embed.table", 0, 2, false, Init.GLOROT, WeightKind.EMBEDDING)));
        parameters.initialize(3);
    }

    @AfterEach
    void close() {
        parameters.close();
        device.close();
    }

    private int load(Path file) {
        return load(file.toString(), NONE);
    }

    private int load(String path, ClassLoader loader) {
        return EmbeddingWeights.load(
                new EmbeddingFile(path, "embed.table", "Words"), loader, words, parameters.named("embed.table"));
    }

    private float[] rows() {
        return parameters.named("embed.table").values();
    }

    @Test
    void overwritesTheRowsOfKnownTokens() throws IOException {
        float[] before = rows();
        int known = load(write("unseen 9 9\n. . 0.5 -1\nthe 1e-3 2\r\nthe 7 7\n"));
        assertThat(known).isEqualTo(2);
        assertThat(rows())
                .containsExactly(
                        before[0],
                        before[1],
                        before[2],
                        before[3],
                        1e-3f,
                        2,
                        before[6],
                        before[7],
                        0.5f,
                        -1,
                        before[10],
                        before[11]);
    }

    @Test
    void passesOverAHeading() throws IOException {
        assertThat(load(write("1 2\nof 3 4\n"))).isEqualTo(1);
        assertThat(rows()[6]).isEqualTo(3);
    }

    @Test
    void looksOnTheClassPathAndUnpacks() throws IOException {
        Path file = folder.resolve("vectors.txt.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("of 5 6\n".getBytes(StandardCharsets.UTF_8));
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, NONE)) {
            assertThat(load("vectors.txt.gz", loader)).isEqualTo(1);
        }
        assertThat(rows()[7]).isEqualTo(6);
    }

    @Test
    void namesFileAndLineOfWhatIsWrongAndChangesNothing() throws IOException {
        float[] before = rows();
        refused("of 1 2\nthe 1\n", ": line 2 has 1 numbers after the token; embed.table needs 2");
        refused("of 1 2\n\nthe 1 2\n", ": line 2 has 0 numbers after the token; embed.table needs 2");
        refused("of 1.5 2.5 3.5\n", ": line 1 has more than the 2 numbers that embed.table needs");
        refused("of 1 2\nthe 1 x\n", ": line 2 number 2 is \"x\"");
        refused("the NaN 1\n", ": line 1 number 1 is \"NaN\"");
        refused("he 1 2\n", ": knows none of the 3 tokens of vocabulary Words, such as \"the\"");
        refused("", ": knows none of the 3 tokens of vocabulary Words, such as \"the\"");
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void saysWhereItLookedForAFile() {
        assertThatThrownBy(() -> load("no/such.vec", NONE))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("no/such.vec: no such file in ")
                .hasMessageEndingWith(
                        " nor on the class path; weights = file(…) of embed.table needs it for the first training");
    }

    private void refused(String text, String message) throws IOException {
        Path file = write(text);
        assertThatThrownBy(() -> load(file)).isInstanceOf(DataException.class).hasMessage(file + message);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "words", ".vec"), text);
    }
}
