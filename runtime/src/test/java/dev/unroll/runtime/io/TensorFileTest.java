package dev.unroll.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFileTest {
    @TempDir
    Path folder;

    private Path file;
    private byte[] bytes;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("small.unroll");
        TensorFile.write(
                file,
                Map.of("model", "Größe"),
                List.of(
                        Tensor.of("a.x", Tensor.Type.F32, List.of(2L, 3L), new double[] {
                            1, -2, Float.MIN_VALUE, Float.NaN, 5e30, 0.1f
                        }),
                        Tensor.of("a.bias", Tensor.Type.F64, List.of(1L), new double[] {Math.PI})));
        bytes = Files.readAllBytes(file);
    }

    @Test
    void readsTheSameBits() {
        TensorFile read = TensorFile.read(file);
        assertThat(read.metadata()).isEqualTo(Map.of("model", "Größe"));
        assertThat(read.tensors().get("a.x").numbers()).containsExactly(1, -2, Float.MIN_VALUE, Float.NaN, 5e30f, 0.1f);
        assertThat(read.tensors().get("a.x").shape()).containsExactly(2L, 3L);
        assertThat(read.tensors().get("a.bias").numbers()).containsExactly(Math.PI);
    }

    @Test
    void isLaidOutAsSafetensorsAsks() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long length = buffer.getLong();
        assertThat(length % 8).isZero();
        assertThat(bytes.length).isEqualTo(8 + length + 6 * 4 + 8);
        String header = new String(bytes, 8, (int) length, StandardCharsets.US_ASCII);
        assertThat(header)
                .startsWith("{\"__metadata__\":{")
                .contains("\"a.x\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}");
        assertThat(buffer.getFloat((int) (8 + length))).isEqualTo(1f);
    }

    @Test
    void noticesEveryTruncation() throws IOException {
        for (int length = 0; length < bytes.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> TensorFile.read(cut))
                    .as("length " + length)
                    .isInstanceOf(ModelFileException.class);
        }
    }

    @Test
    void noticesTrailingBytes() throws IOException {
        Path longer = Files.write(folder.resolve("longer"), Arrays.copyOf(bytes, bytes.length + 1));
        assertThatThrownBy(() -> TensorFile.read(longer))
                .hasMessageContaining("33 bytes of data where its header says 32");
    }

    @Test
    void noticesEveryFlippedBit() throws IOException {
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Path flipped = Files.write(folder.resolve("flipped"), damaged);
            assertThatThrownBy(() -> TensorFile.read(flipped)).as("bit " + bit).isInstanceOf(ModelFileException.class);
        }
    }

    @Test
    void refusesForgedHeaders() throws IOException {
        String crc = "\"crc32c a\":\"00000000\"";
        forged("{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,8]}}", crc, 8, "does not fit its offsets");
        forged(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}",
                crc,
                8,
                "too large");
        forged("{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}", crc, 0, "has shape [0]");
        forged("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", crc, 4, "has shape []");
        forged("{\"a\":{\"dtype\":\"I8\",\"shape\":[4],\"data_offsets\":[0,4]}}", crc, 4, "has type I8");
        forged(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                crc,
                4,
                "has offsets [0, 8] in 4 bytes");
        forged("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", crc, 8, "leaves a gap");
        forged(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                crc + ",\"crc32c b\":\"0\"",
                4,
                "overlaps");
        forged("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "\"x\":\"y\"", 4, "has no checksum");
        forged(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"more\":1}}",
                crc,
                4,
                "needs dtype, shape");
        forged("{\"a\":[1]}", crc, 4, "needs dtype, shape");
        forged(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "\"x\":1," + crc,
                4,
                "metadata x is no text");
    }

    /** Writes a file with a right header checksum around the given entries, and expects a refusal. */
    private void forged(String entries, String metadata, int dataBytes, String message) throws IOException {
        String text = "{\"__metadata__\":{\"header_crc32c\":\"00000000\"," + metadata + "}," + entries.substring(1);
        String sum = TensorFile.hex(TensorFile.checksum(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII))));
        byte[] header = text.replaceFirst("00000000", sum).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer content = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(header.length).put(header);
        Path forged = Files.write(folder.resolve("forged"), content.array());
        assertThatThrownBy(() -> TensorFile.read(forged))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void saysWhenThereIsNoFileOrAnother() throws IOException {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> TensorFile.read(none)).hasMessage(none + ": does not exist");
        assertThatThrownBy(() -> TensorFile.read(folder)).isInstanceOf(ModelFileException.class);
        Path text = Files.writeString(
                folder.resolve("text"), "This is no model file, but a text of some length, say a hundred bytes.");
        assertThatThrownBy(() -> TensorFile.read(text)).hasMessageContaining("is damaged or no model file");
    }

    @Test
    void replacesAndLeavesNoTemporaryFile() throws IOException {
        TensorFile.write(file, Map.of(), List.of(Tensor.of("b", Tensor.Type.F32, List.of(1L), new double[] {7})));
        assertThat(TensorFile.read(file).tensors()).containsOnlyKeys("b");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void keepsTheOldFileWhenWritingFails() throws IOException {
        Path blocked = Files.createDirectory(folder.resolve("a folder"));
        Files.writeString(blocked.resolve("inside"), "x");
        assertThatThrownBy(() -> TensorFile.write(blocked, Map.of(), List.of())).isInstanceOf(IOException.class);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, blocked);
        }
    }
}
