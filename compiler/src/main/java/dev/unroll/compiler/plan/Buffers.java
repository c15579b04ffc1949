package dev.unroll.compiler.plan;

import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.plan.Buffer.Storage;
import dev.unroll.compiler.plan.Place.Access;
import java.util.ArrayList;
import java.util.List;

/** Makes a run's buffers. */
final class Buffers {
  private final List<Buffer> made = new ArrayList<>();

  List<Buffer> made() {
    return List.copyOf(made);
  }

  Buffer make(String name, Storage storage, int rows, int width) {
    Buffer buffer = new Buffer(made.size(), name, storage, rows, width);
    made.add(buffer);
    return buffer;
  }

  /** A buffer for a value, all of it where top-level code and loops see it. */
  Place placeFor(Value value) {
    return placeFor(value.name(), value.type());
  }

  Place placeFor(String name, Type type) {
    return switch (type.extent().kind()) {
      case FIXED -> Place.whole(make(name, Storage.MATRIX, fixedRows(type), type.width()), Access.ALL);
      case BATCH -> Place.whole(make(name, Storage.ROWS, 1, type.width()), Access.ALL);
      case TOKENS -> Place.whole(make(name, Storage.SEQUENCE, 1, type.width()), Access.ALL);
      case STEP -> Place.whole(make(name, Storage.ROWS, 1, type.width()), Access.AT);
    };
  }

  /** Rows of a fixed value's matrix: vectors and scalars have one. */
  static int fixedRows(Type type) {
    return type.dims().size() == 2 ? type.dims().get(0) : 1;
  }
}
