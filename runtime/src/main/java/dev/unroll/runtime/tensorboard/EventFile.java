package dev.unroll.runtime.tensorboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Appends scalars to an event file. A record is framed as in TFRecord: eight bytes of length, the masked CRC-32C of these, the
 * data, the masked CRC-32C of the data, all little-endian. The data is a protocol buffer {@code tensorflow.Event} (event.proto):
 * {@code double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5}, where a summary's {@code repeated
 * Value value = 1} has {@code string tag = 1; float simple_value = 2}.
 */
final class EventFile implements AutoCloseable {
    private static final int MASK_DELTA = 0xa282ead8;

    private final FileChannel channel;
    private final Path file;

    /** A new file. */
    EventFile(Path file, double wallTime) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": the event file cannot be made", e);
        }
        Message event = new Message();
        event.fixed64(1, wallTime);
        event.bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
        record(event.toBytes());
    }

    /** Appends one number. */
    void scalar(double wallTime, long step, String tag, double number) {
        Message value = new Message();
        value.bytes(1, tag.getBytes(StandardCharsets.UTF_8));
        value.fixed32(2, (float) number);
        Message summary = new Message();
        summary.bytes(1, value.toBytes());
        Message event = new Message();
        event.fixed64(1, wallTime);
        event.varint(2, step);
        event.bytes(5, summary.toBytes());
        record(event.toBytes());
    }

    private void record(byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(data.length);
        out.putInt(masked(out.array(), 0, 8));
        out.put(data);
        out.putInt(masked(data, 0, data.length));
        out.flip();
        try {
            while (out.hasRemaining()) {
                channel.write(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": the event file cannot be written", e);
        }
    }

    /** Rotated by 15 bits and moved by a constant, so that a checksum of data that holds checksums stays a good one. */
    private static int masked(byte[] data, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(data, from, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": the event file cannot be closed", e);
        }
    }
}
