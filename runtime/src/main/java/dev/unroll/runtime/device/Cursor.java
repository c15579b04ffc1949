package dev.unroll.runtime.device;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer that is moved instead of made anew: native calls allocate nothing. Owns no memory. */
final class Cursor extends FloatPointer {
    Cursor() {
        super((Pointer) null);
    }

    Cursor at(long address) {
        this.address = address;
        return this;
    }
}
