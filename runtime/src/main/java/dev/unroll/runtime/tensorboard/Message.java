package dev.unroll.runtime.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A protocol buffer being written: each field is a tag, {@code number << 3 | wire type}, and its content. */
final class Message {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An integer, seven bits a byte, least first. */
    void varint(int field, long value) {
        number((long) field << 3 | VARINT);
        number(value);
    }

    /** A double. */
    void fixed64(int field, double value) {
        number((long) field << 3 | FIXED64);
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(value)
                .array());
    }

    /** A float. */
    void fixed32(int field, float value) {
        number((long) field << 3 | FIXED32);
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array());
    }

    /** A text or a message, after its length. */
    void bytes(int field, byte[] value) {
        number((long) field << 3 | BYTES);
        number(value.length);
        out.writeBytes(value);
    }

    private void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
