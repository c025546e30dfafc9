package lectern.backend.cpu;

import java.lang.ref.SoftReference;
import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.backend.Storage;

/// Arrays that the engine has given back, kept for the next one of the same type and length: a
/// training step asks for the same sizes again and again, and making and clearing new arrays costs
/// more than the arithmetic on them. The garbage collector may take them all when memory is short.
final class Pool {

  /// Below this, a new array costs less than the search for an old one.
  private static final int SMALLEST = 1024;

  private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 4;

  private record Kind(DType dtype, int length) {}

  private static final class Shelf {
    final Map<Kind, ArrayDeque<Object>> arrays = new HashMap<>();
    long bytes;
  }

  private SoftReference<Shelf> shelf = new SoftReference<>(null);

  /// Elements for a dense array of this shape, with unspecified contents.
  Object take(DType dtype, Shape shape) {
    int length = shape.length();
    if (length >= SMALLEST && keeps(dtype)) {
      var used = takeUsed(dtype, length);
      if (used != null) {
        return used;
      }
    }
    return fresh(dtype, length);
  }

  /// A new array.
  static Object fresh(DType dtype, int length) {
    return switch (dtype) {
      case FLOAT32 -> new float[length];
      case FLOAT64 -> new double[length];
      case INT32 -> new int[length];
      case INT64 -> new long[length];
      case BOOL -> new boolean[length];
    };
  }

  /// Numbers, masks, and the places of the largest.
  private static boolean keeps(DType dtype) {
    return dtype != DType.INT64;
  }

  private synchronized Object takeUsed(DType dtype, int length) {
    var shelf = this.shelf.get();
    if (shelf == null) {
      return null;
    }
    var stack = shelf.arrays.get(new Kind(dtype, length));
    var array = stack == null ? null : stack.pollLast();
    if (array != null) {
      shelf.bytes -= (long) length * dtype.bytes();
    }
    return array;
  }

  /// Keeps the memory for [#take]. Nobody may look at it any more.
  synchronized void give(Storage storage) {
    var dtype = storage.dtype();
    if (!keeps(dtype) || storage.shared()) {
      return;
    }
    int length = Array.getLength(storage.data());
    long bytes = (long) length * dtype.bytes();
    var shelf = this.shelf.get();
    if (shelf == null) {
      shelf = new Shelf();
      this.shelf = new SoftReference<>(shelf);
    }
    if (length < SMALLEST || shelf.bytes + bytes > MOST_BYTES) {
      return;
    }
    shelf
        .arrays
        .computeIfAbsent(new Kind(dtype, length), k -> new ArrayDeque<>())
        .add(storage.data());
    shelf.bytes += bytes;
  }
}
