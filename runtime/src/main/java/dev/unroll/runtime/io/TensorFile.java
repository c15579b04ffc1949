package dev.unroll.runtime.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A file in the safetensors layout: header length (8 bytes, little-endian), JSON header, data. Beyond that format, the header
 * carries a checksum of itself and one of each tensor, so that every damaged bit is noticed.
 *
 * @param metadata text by key, without the checksums
 * @param tensors by name, in file order
 */
record TensorFile(Map<String, String> metadata, Map<String, Tensor> tensors) {
    /** Longest header read or written. */
    static final int MAX_HEADER = 16 << 20;

    /** The header begins with its own checksum (CRC-32C, eight hexadecimal digits; counted as zeros while summing). */
    private static final String OPENING = "{\"__metadata__\":{\"header_crc32c\":\"";

    private static final String UNSUMMED = "00000000";

    TensorFile {
        metadata = new LinkedHashMap<>(metadata);
        tensors = new LinkedHashMap<>(tensors);
    }

    /** Writes the file at once or not at all. */
    static void write(Path file, Map<String, String> metadata, List<Tensor> tensors) throws IOException {
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("header_crc32c", UNSUMMED);
        meta.putAll(metadata);
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("__metadata__", meta);
        List<ByteBuffer> content = new ArrayList<>();
        content.add(ByteBuffer.allocate(0));
        long offset = 0;
        for (Tensor tensor : tensors) {
            long end = offset + tensor.data().remaining();
            // Ordered, so that the same model gives the same bytes.
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", tensor.type().name());
            entry.put("shape", tensor.shape());
            entry.put("data_offsets", List.of(offset, end));
            header.put(tensor.name(), entry);
            meta.put(TensorHeader.checksumKey(tensor.name()), hex(checksum(tensor.data())));
            content.add(tensor.data().duplicate());
            offset = end;
        }
        content.set(0, head(Json.write(header)));
        AtomicFile.write(file, content);
    }

    private static ByteBuffer head(String json) throws IOException {
        // Blanks make the data begin at a multiple of 8, as the format asks.
        StringBuilder padded = new StringBuilder(json);
        while (padded.length() % 8 != 0) {
            padded.append(' ');
        }
        if (padded.length() > MAX_HEADER) {
            throw new IOException("the header would have " + padded.length() + " bytes");
        }
        String sum = hex(checksum(ByteBuffer.wrap(padded.toString().getBytes(StandardCharsets.US_ASCII))));
        padded.replace(OPENING.length(), OPENING.length() + UNSUMMED.length(), sum);
        ByteBuffer head = ByteBuffer.allocate(Long.BYTES + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(padded.length()).put(padded.toString().getBytes(StandardCharsets.US_ASCII));
        return head.flip();
    }

    /**
     * Reads and checks everything.
     *
     * @throws ModelFileException when the file is missing, damaged or in another format
     */
    static TensorFile read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < Long.BYTES) {
                throw new ModelFileException(file, "has " + size + " bytes, too few for a model file");
            }
            long length = exactly(channel, file, 0, Long.BYTES).getLong();
            if (length < OPENING.length() || length > MAX_HEADER || length > size - Long.BYTES) {
                throw new ModelFileException(
                        file, "is damaged or no model file: a header of " + length + " bytes in a file of " + size);
            }
            String header = header(file, exactly(channel, file, Long.BYTES, (int) length));
            List<TensorHeader> entries = new ArrayList<>();
            Map<String, String> metadata = TensorHeader.parse(file, header, size - Long.BYTES - length, entries);
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (TensorHeader entry : entries) {
                ByteBuffer data =
                        exactly(channel, file, Long.BYTES + length + entry.from(), (int) (entry.to() - entry.from()));
                if (!hex(checksum(data)).equals(entry.checksum())) {
                    throw new ModelFileException(
                            file, "is damaged: the numbers of " + entry.name() + " do not match their checksum");
                }
                tensors.put(entry.name(), new Tensor(entry.name(), entry.type(), entry.shape(), data));
            }
            return new TensorFile(metadata, tensors);
        } catch (NoSuchFileException e) {
            throw new ModelFileException(file, "does not exist", e);
        } catch (IOException e) {
            throw new ModelFileException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static String header(Path file, ByteBuffer bytes) {
        String opening = StandardCharsets.ISO_8859_1
                .decode(bytes.duplicate().limit(Math.min(bytes.limit(), OPENING.length() + UNSUMMED.length())))
                .toString();
        int sumAt = OPENING.length();
        if (!opening.startsWith(OPENING) || opening.length() < sumAt + UNSUMMED.length()) {
            throw new ModelFileException(file, "is damaged or no model file of Unroll");
        }
        String sum = opening.substring(sumAt);
        for (int i = 0; i < UNSUMMED.length(); i++) {
            bytes.put(sumAt + i, (byte) '0');
        }
        if (!hex(checksum(bytes)).equals(sum)) {
            throw new ModelFileException(file, "is damaged: the header does not match its checksum");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException e) {
            throw new ModelFileException(file, "has a malformed header: it is no UTF-8", e);
        }
    }

    private static ByteBuffer exactly(FileChannel channel, Path file, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new ModelFileException(file, "ends early");
            }
        }
        return bytes.flip();
    }

    static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    static String hex(int checksum) {
        return String.format("%08x", checksum);
    }
}
