package dev.unroll.runtime.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One tensor's entry in a header, checked.
 *
 * @param from first byte, counted from the end of the header
 * @param to byte after the last
 * @param checksum as written in the header
 */
record TensorHeader(String name, Tensor.Type type, List<Long> shape, long from, long to, String checksum) {
    private static final int MAX_RANK = 8;

    static String checksumKey(String tensor) {
        return "crc32c " + tensor;
    }

    /**
     * Reads a header and checks that its tensors fill {@code dataBytes} without gap or overlap.
     *
     * @param entries receives the tensors in the order of their data
     * @return the metadata, without checksums
     */
    static Map<String, String> parse(Path file, String header, long dataBytes, List<TensorHeader> entries) {
        Map<String, Object> root;
        try {
            root = Json.parse(header);
        } catch (Json.FormatException e) {
            throw new ModelFileException(file, "has a malformed header: " + e.getMessage(), e);
        }
        Map<String, String> metadata = metadata(file, root.remove("__metadata__"));
        metadata.remove("header_crc32c");
        for (Map.Entry<String, Object> entry : root.entrySet()) {
            entries.add(tensor(file, entry.getKey(), entry.getValue(), dataBytes, metadata));
        }
        entries.sort(Comparator.comparingLong(TensorHeader::from));
        long next = 0;
        for (TensorHeader entry : entries) {
            if (entry.from() != next) {
                throw malformed(
                        file,
                        entry.name(),
                        entry.from() < next ? "overlaps the tensor before" : "leaves a gap before it");
            }
            next = entry.to();
        }
        if (next != dataBytes) {
            throw new ModelFileException(file, "has " + dataBytes + " bytes of data where its header says " + next);
        }
        return metadata;
    }

    private static Map<String, String> metadata(Path file, Object value) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, text) -> {
                if (!(text instanceof String string)) {
                    throw new ModelFileException(file, "has a malformed header: metadata " + key + " is no text");
                }
                metadata.put((String) key, string);
            });
        }
        return metadata;
    }

    private static TensorHeader tensor(
            Path file, String name, Object value, long dataBytes, Map<String, String> metadata) {
        if (!(value instanceof Map<?, ?> map) || !map.keySet().equals(Set.of("dtype", "shape", "data_offsets"))) {
            throw malformed(file, name, "needs dtype, shape and data_offsets");
        }
        Tensor.Type type = type(file, name, map.get("dtype"));
        List<Long> shape = longs(file, name, map.get("shape"));
        List<Long> offsets = longs(file, name, map.get("data_offsets"));
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > dataBytes) {
            throw malformed(file, name, "has offsets " + offsets + " in " + dataBytes + " bytes of data");
        }
        long bytes = bytes(file, name, type, shape);
        if (bytes != offsets.get(1) - offsets.get(0) || bytes > Integer.MAX_VALUE - 16) {
            throw malformed(file, name, "of shape " + shape + " does not fit its offsets " + offsets);
        }
        String checksum = metadata.remove(checksumKey(name));
        if (checksum == null) {
            throw malformed(file, name, "has no checksum");
        }
        return new TensorHeader(name, type, shape, offsets.get(0), offsets.get(1), checksum);
    }

    private static Tensor.Type type(Path file, String name, Object value) {
        for (Tensor.Type type : Tensor.Type.values()) {
            if (type.name().equals(value)) {
                return type;
            }
        }
        throw malformed(file, name, "has type " + value + ", not F32 or F64");
    }

    private static long bytes(Path file, String name, Tensor.Type type, List<Long> shape) {
        if (shape.isEmpty() || shape.size() > MAX_RANK || new HashSet<>(shape).contains(0L)) {
            throw malformed(file, name, "has shape " + shape);
        }
        try {
            long bytes = type.bytes();
            for (long size : shape) {
                bytes = Math.multiplyExact(bytes, size);
            }
            return bytes;
        } catch (ArithmeticException e) {
            throw malformed(file, name, "has shape " + shape + ", too large");
        }
    }

    private static List<Long> longs(Path file, String name, Object value) {
        List<Long> longs = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Long number) {
                    longs.add(number);
                }
            }
            if (longs.size() == list.size()) {
                return longs;
            }
        }
        throw malformed(file, name, "has sizes that are no list of numbers");
    }

    private static ModelFileException malformed(Path file, String name, String what) {
        return new ModelFileException(file, "has a malformed header: tensor " + name + " " + what);
    }
}
