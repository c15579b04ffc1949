package dev.unroll.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import dev.unroll.runtime.data.Scaling;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.text.EmptyText;
import dev.unroll.runtime.text.LabelSet;
import dev.unroll.runtime.text.Tokenizer;
import dev.unroll.runtime.text.TooLong;
import dev.unroll.runtime.text.Vocabulary;
import dev.unroll.runtime.text.VocabularySpec;
import dev.unroll.runtime.train.ElmanProgram;
import dev.unroll.runtime.train.Encoders;
import dev.unroll.runtime.train.Fitted;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.ModelSignature.Axis;
import dev.unroll.runtime.train.ModelSignature.Content;
import dev.unroll.runtime.train.Optimizer;
import dev.unroll.runtime.train.Scalers;
import dev.unroll.runtime.train.TrainingState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and forged files are refused with a typed error, change nothing, and cost no more memory than their size warrants. */
class HostileModelFileTest {
    /** Reading costs this many bytes of memory per byte of the file, at most, besides a fixed amount. */
    private static final long PER_BYTE = 100;

    private static final long FIXED = 200_000;

    private static final LabelSet TAGS = new LabelSet("Tags", List.of("gut", "Größe\n"));

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    private final Device device = CpuDevice.create(1);
    private ElmanProgram program;
    private Path file;
    private byte[] bytes;
    private int dataAt;
    private float[] before;

    private static ModelSignature signature(LabelSet tags, VocabularySpec letters) {
        return new ModelSignature(
                "Tagger",
                "",
                List.of(new ModelSignature.Port(
                        "text", Axis.free("time"), 1, Scaling.none(), "", Content.tokens(letters))),
                List.of(new ModelSignature.Port("tag", Axis.none(), 2, Scaling.none(), "", Content.label(tags))),
                List.of(),
                "tagger.rnn",
                "0".repeat(64));
    }

    private static VocabularySpec letters(Tokenizer tokenizer) {
        return new VocabularySpec("Letters", tokenizer, 9, 1, true, TooLong.REFUSE, EmptyText.REFUSE, List.of());
    }

    @BeforeEach
    void save() throws IOException {
        file = folder.resolve("tagger.unroll");
        ModelSignature signature = signature(TAGS, letters(Tokenizer.CHARACTERS));
        program = new ElmanProgram(device, signature);
        program.parameters().initialize(5);
        TrainingState state = new TrainingState();
        state.restore(2, 40, Optional.of(Optimizer.adam(0.01)));
        Vocabulary vocabulary =
                Vocabulary.of(letters(Tokenizer.CHARACTERS), List.of("a", "\n", "\"", "床", "\ud83d\ude00", "\u001b"));
        ModelFile.save(
                file,
                program,
                new Fitted(Optional.of(Scalers.identity(signature)), new Encoders(Map.of("Letters", vocabulary))),
                state);
        bytes = Files.readAllBytes(file);
        dataAt = 8 + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        program.parameters().initialize(6);
        before = weights();
    }

    @AfterEach
    void close() {
        program.close();
        device.close();
    }

    @Test
    void readsTheSoundFile() {
        Fitted fitted = ModelFile.load(file, program, new TrainingState());
        assertThat(fitted.encoders().vocabularies().get("Letters").tokens())
                .containsExactly("a", "\n", "\"", "床", "\ud83d\ude00", "\u001b");
        assertThat(weights()).isNotEqualTo(before);
    }

    @Test
    void noticesEveryTruncation() throws IOException {
        for (int length = 0; length < bytes.length; length++) {
            refused("length " + length, Arrays.copyOf(bytes, length));
        }
    }

    @Test
    void noticesEveryFlippedBitOfTheHeaderAndOfSampledData() throws IOException {
        int flips = 0;
        for (int at = 0; at < bytes.length; at += at < dataAt ? 1 : 7) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = bytes.clone();
                damaged[at] ^= (byte) (1 << bit);
                refused("bit " + bit + " of byte " + at, damaged);
                flips++;
            }
        }
        assertThat(flips).isGreaterThan(8 * dataAt);
    }

    @Test
    void refusesLengthsThatTheFileDoesNotHave() throws IOException {
        for (long length : new long[] {
            -1,
            0,
            1,
            dataAt - 9,
            dataAt - 7,
            bytes.length,
            16 << 20,
            Integer.MAX_VALUE,
            1L << 40,
            Long.MAX_VALUE,
            Long.MIN_VALUE
        }) {
            byte[] damaged = bytes.clone();
            ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            refused("header of " + length, damaged);
        }
    }

    @Test
    void refusesForgedTensors() throws IOException {
        String offsets = "\"data_offsets\":\\[0,(\\d+)\\]";
        forged("overlap", h -> h.replaceFirst("\"data_offsets\":\\[\\d+,(\\d+)\\]", "\"data_offsets\":[4,$1]"));
        forged("second over the first", h -> second(h, "\"data_offsets\":\\[\\d+,\\d+\\]", "\"data_offsets\":[0,32]"));
        for (String end : List.of(
                "4294967296", "999999999999999999", "9223372036854775807", "-8", "1e3", "8.0", "\"32\"", "null")) {
            forged("ends at " + end, h -> h.replaceFirst(offsets, "\"data_offsets\":[0," + end + "]"));
        }
        for (String shape : List.of(
                "999999999999", "4294967296,4294967296", "0", "", "-1", "8,1,1,1,1,1,1,1,1", "[8],1", "8,true")) {
            forged("shape " + shape, h -> h.replaceFirst("\"shape\":\\[[^\\]]*\\]", "\"shape\":[" + shape + "]"));
        }
        forged("type", h -> h.replaceFirst("\"F32\"", "\"F64\""));
        forged("name", h -> h.replaceFirst("\"rnn.h.x\":", "\"rnn.h.y\":"));
        forged("twice", h -> h.replaceFirst("\"rnn.h.h\":", "\"rnn.h.x\":"));
        forged("control characters in a name", h -> h.replaceFirst("\"rnn.h.x\":", "\"\\\\u001b[2J\\\\n\":"));
        forged("a long name", h -> h.replaceFirst("\"rnn.h.x\":", "\"" + "x".repeat(100_000) + "\":"));
    }

    @Test
    void refusesForgedText() throws IOException {
        forged("metadata twice", h -> h.replaceFirst("\"model\":", "\"unroll\":\"1\",\"model\":"));
        forged("nested", h -> h.replaceFirst("\"model\":\"Tagger\"", "\"model\":" + "[".repeat(50_000)));
        forged("nested objects", h -> h.replaceFirst("\"model\":\"Tagger\"", "\"model\":" + "{\"a\":".repeat(50_000)));
        forged("no JSON", h -> h.replace('}', ' '));
        forged("another version", h -> h.replaceFirst("\"unroll\":\"1\"", "\"unroll\":\"2\""));
        forged("no epochs", h -> h.replaceFirst("\"epochs\":\"2\"", "\"epochs\":\"two\""));
        forged("steps below 0", h -> h.replaceFirst("\"steps\":\"40\"", "\"steps\":\"-40\""));
        forged("optimizer", h -> h.replaceFirst("\"adam;", "\"eve;"));
        forged("scaler", h -> h.replaceFirst("\"scaler input text\":\"[^\"]*\"", "\"scaler input text\":\"0;0;NaN\""));
        forged(
                "wide scaler",
                h -> h.replaceFirst("\"scaler input text\":\"[^\"]*\"", "\"scaler input text\":\"0;0,0,0;1,1,1\""));
        byte[] header = Arrays.copyOfRange(bytes, 8, dataAt);
        int at = new String(header, StandardCharsets.ISO_8859_1).indexOf("tagger.rnn");
        for (int[] wrong : new int[][] {{0xFF, 0xFE}, {0xC0, 0x80}, {0xED, 0xA0}, {0x80, 'x'}}) {
            byte[] bad = header.clone();
            bad[at] = (byte) wrong[0];
            bad[at + 1] = (byte) wrong[1];
            assertThat(refused("bad UTF-8", summed(bad))).hasMessageContaining("it is no UTF-8");
        }
    }

    @Test
    void refusesForgedVocabulariesAndLabels() throws IOException {
        for (String text : List.of(
                "\"a\",\"a\"",
                "\"\"",
                "\"A\"",
                "\"\\ud800\"",
                "\"\\ufffd\"",
                "1",
                "[\"a\"]",
                "\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\"",
                "\"unfinished",
                "\"" + "\u001b[31m".repeat(20_000) + "\",\"" + "\u001b[31m".repeat(20_000) + "\"")) {
            forged("table " + text.length(), h -> table(h, text));
        }
        forged("no vocabulary", h -> h.replaceFirst("\"vocabulary Letters\"", "\"vocab Letters\""));
        forged("another vocabulary", h -> h.replaceFirst("\"vocabulary Letters\"", "\"vocabulary Words\""));
        forged("another size", h -> h.replace("\\\"size\\\":9", "\\\"size\\\":10"));
        forged("other labels", h -> h.replaceFirst("gut", "\\\\\\\\u0007"));
        forged("no labels", h -> h.replaceFirst("\"labels Tags\"", "\"label Tags\""));
        forged("more labels", h -> h.replaceFirst("\"labels Tags\"", "\"labels More\":\"\",\"labels Tags\""));
    }

    @Test
    void namesWhatTheModelSaysOtherwise() {
        LabelSet others = new LabelSet("Tags", List.of("gut", "schlecht"));
        otherwise(
                signature(others, letters(Tokenizer.CHARACTERS)),
                "labels Tags were others when it was saved: number 1 is \"Größe\\n\", in the model \"schlecht\"");
        otherwise(
                signature(TAGS, letters(Tokenizer.WORDS)),
                "vocabulary Letters was saved with tokens = characters; the model says words");
    }

    private void otherwise(ModelSignature signature, String message) {
        try (ElmanProgram other = new ElmanProgram(device, signature)) {
            assertThatThrownBy(() -> ModelFile.load(file, other, new TrainingState()))
                    .isInstanceOf(ModelFileException.class)
                    .hasMessage(file + ": " + message);
        }
    }

    /** The file with another table of tokens, escaped as text within text. */
    private static String table(String header, String tokens) {
        String escaped = tokens.replace("\\", "\\\\").replace("\"", "\\\"").replace("\u001b", "\\u001b");
        int from = header.indexOf("\\\"table\\\":[") + "\\\"table\\\":[".length();
        int to = header.indexOf("]}\"", from);
        assertThat(from).isGreaterThan(20);
        return header.substring(0, from) + escaped + header.substring(to);
    }

    private static String second(String text, String pattern, String by) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).isTrue();
        assertThat(matcher.find(matcher.end())).isTrue();
        return text.substring(0, matcher.start()) + by + text.substring(matcher.end());
    }

    /** Changes the header, gives it the right length and checksum, and expects a refusal. */
    private void forged(String what, UnaryOperator<String> change) throws IOException {
        String header = new String(bytes, 8, dataAt - 8, StandardCharsets.US_ASCII);
        String changed = change.apply(header);
        assertThat(changed).as(what + " changes the header").isNotEqualTo(header);
        Throwable refusal = refused(what, summed(changed.getBytes(StandardCharsets.US_ASCII)));
        assertThat(refusal.getMessage())
                .as(what)
                .doesNotContain("match its checksum")
                .hasSizeLessThan(1000);
        assertThat(refusal.getMessage().chars().noneMatch(c -> c < ' '))
                .as(what)
                .isTrue();
    }

    private byte[] summed(byte[] header) {
        int at = new String(header, StandardCharsets.ISO_8859_1).indexOf("header_crc32c\":\"")
                + "header_crc32c\":\"".length();
        Arrays.fill(header, at, at + 8, (byte) '0');
        byte[] sum =
                TensorFile.hex(TensorFile.checksum(ByteBuffer.wrap(header))).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(sum, 0, header, at, sum.length);
        return ByteBuffer.allocate(8 + header.length + bytes.length - dataAt)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(bytes, dataAt, bytes.length - dataAt)
                .array();
    }

    private Throwable refused(String what, byte[] content) throws IOException {
        Path damaged = Files.write(folder.resolve("damaged"), content);
        TrainingState state = new TrainingState();
        long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        Throwable refusal = catchThrowable(() -> ModelFile.load(damaged, program, state));
        allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
        assertThat(refusal).as(what).isInstanceOf(ModelFileException.class);
        assertThat(allocated).as(what + ": bytes allocated").isLessThan(FIXED + PER_BYTE * content.length);
        assertThat(Arrays.equals(weights(), before))
                .as(what + ": the model stays as it was")
                .isTrue();
        assertThat(state.steps()).as(what).isZero();
        return refusal;
    }

    private float[] weights() {
        float[] numbers = new float[program.parameters().total()];
        program.parameters().weights().get(numbers);
        return numbers;
    }
}
