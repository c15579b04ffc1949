package dev.unroll.runtime.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.runtime.train.Epoch;
import dev.unroll.runtime.train.Metric;
import dev.unroll.runtime.train.TrainingListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenCanBeReadBack() throws IOException {
        try (TensorBoard board = TensorBoard.in(folder.resolve("run 1"), () -> 1_700_000_000_250L)) {
            board.started(new TrainingListener.Plan("Wave", "cpu", 299, 2, 4, 100, 20, 1234, 0));
            board.epoch(new Epoch(
                    299,
                    4,
                    0.5,
                    Map.of(Metric.topK(3), 0.25),
                    OptionalDouble.of(0.75),
                    Map.of(Metric.ACCURACY, 1.0),
                    0.5,
                    0.01,
                    List.of()));
            board.epoch(new Epoch(300, 4, -3e9, Map.of(), OptionalDouble.empty(), Map.of(), 0.5, 0.005, List.of()));
        }
        List<Map<String, Object>> events = read(file());
        assertThat(events.get(0))
                .containsEntry("file_version", "brain.Event:2")
                .containsEntry("time", 1_700_000_000.25);
        assertThat(events.subList(1, events.size()).stream()
                        .map(e -> e.get("step") + " " + e.get("tag") + " " + e.get("value")))
                .containsExactly(
                        "299 training/loss 0.5",
                        "299 training/top_k(3) 0.25",
                        "299 validation/loss 0.75",
                        "299 validation/accuracy 1.0",
                        "299 rate 0.01",
                        "299 milliseconds_per_step 125.0",
                        "300 training/loss -3.0E9",
                        "300 rate 0.005",
                        "300 milliseconds_per_step 125.0");
    }

    @Test
    void theFirstRecordHasKnownBytes() throws IOException {
        try (TensorBoard board = TensorBoard.in(folder.resolve("run"), () -> 0L)) {
            board.started(new TrainingListener.Plan("Wave", "cpu", 1, 2, 4, 100, 20, 1234, 0));
        }
        // Length 24, its checksum, then wall_time 0, then field 3: the first record of any event file begins so.
        byte[] bytes = Files.readAllBytes(file());
        assertThat(bytes).hasSize(8 + 4 + 24 + 4);
        assertThat(HexFormat.of().formatHex(bytes, 0, 12))
                .as("the bytes that files written by TensorFlow begin with")
                .isEqualTo("1800000000000000a37f4b22");
        assertThat(new String(bytes, 12 + 11, 13, StandardCharsets.US_ASCII)).isEqualTo("brain.Event:2");
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertThat(found).hasSize(1);
            assertThat(found.get(0).getFileName().toString()).contains("tfevents");
            return found.get(0);
        }
    }

    /** A second reader: checksums by the bitwise definition of CRC-32C, fields by their wire types. */
    private static List<Map<String, Object>> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Map<String, Object>> events = new ArrayList<>();
        while (in.hasRemaining()) {
            int at = in.position();
            byte[] data = new byte[(int) in.getLong()];
            assertThat(in.getInt()).isEqualTo(mask(crc(in.array(), at, 8)));
            in.get(data);
            assertThat(in.getInt()).isEqualTo(mask(crc(data, 0, data.length)));
            Map<String, Object> event = new LinkedHashMap<>();
            fields(data, "", event);
            events.add(event);
        }
        return events;
    }

    private static void fields(byte[] data, String path, Map<String, Object> event) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            String field = path + "." + (tag >> 3);
            switch ((int) (tag & 7)) {
                case 0 -> event.put(name(field), varint(in));
                case 1 -> event.put(name(field), in.getDouble());
                case 5 -> event.put(name(field), in.getFloat());
                case 2 -> {
                    byte[] inner = new byte[(int) varint(in)];
                    in.get(inner);
                    if (field.equals(".5") || field.equals(".5.1")) {
                        fields(inner, field, event);
                    } else {
                        event.put(name(field), new String(inner, StandardCharsets.UTF_8));
                    }
                }
                default -> throw new AssertionError("wire type of tag " + tag);
            }
        }
    }

    private static String name(String field) {
        return switch (field) {
            case ".1" -> "time";
            case ".2" -> "step";
            case ".3" -> "file_version";
            case ".5.1.1" -> "tag";
            case ".5.1.2" -> "value";
            default -> throw new AssertionError("field " + field);
        };
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    private static int crc(byte[] data, int from, int length) {
        int crc = -1;
        for (int i = from; i < from + length; i++) {
            crc ^= data[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 1 ? 0x82F63B78 : 0);
            }
        }
        return ~crc;
    }

    private static int mask(int crc) {
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }
}
