package dev.unroll.runtime.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A named array in a file.
 *
 * @param shape at least one size, each at least 1
 * @param data little-endian, row by row, from position 0 to its limit
 */
record Tensor(String name, Type type, List<Long> shape, ByteBuffer data) {
    /** Element types of the safetensors format that we write. */
    enum Type {
        F32(4),
        F64(8);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }
    }

    Tensor {
        shape = List.copyOf(shape);
    }

    /** Packs numbers, rounding to {@code type}. */
    static Tensor of(String name, Type type, List<Long> shape, double[] numbers) {
        ByteBuffer data = ByteBuffer.allocate(Math.multiplyExact(numbers.length, type.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (double x : numbers) {
            switch (type) {
                case F32 -> data.putFloat((float) x);
                case F64 -> data.putDouble(x);
            }
        }
        return new Tensor(name, type, shape, data.flip());
    }

    /** The numbers. */
    double[] numbers() {
        ByteBuffer bytes = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        double[] numbers = new double[bytes.remaining() / type.bytes()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (type) {
                case F32 -> bytes.getFloat();
                case F64 -> bytes.getDouble();
            };
        }
        return numbers;
    }
}
