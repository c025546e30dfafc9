package lectern.nn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import lectern.tensor.Tensor;

/// Writes files that are there whole or not at all.
final class WholeFile {

  private static final int CHUNK = 1 << 16;

  private WholeFile() {}

  /// Writes into an open file.
  @FunctionalInterface
  interface Body {
    void write(FileChannel out) throws IOException;
  }

  /// Writes beside `path` and moves the file there when it is whole; an older one stays until then.
  static void write(Path path, Body body) throws IOException {
    var folder = path.toAbsolutePath().getParent();
    var beside = Files.createTempFile(folder, path.getFileName() + ".", ".part");
    try {
      try (var out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        body.write(out);
      }
      Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /// Writes all that remains in the buffer.
  static void writeAll(WritableByteChannel out, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  /// Writes a tensor's numbers in row-major order, little-endian.
  static void writeNumbers(WritableByteChannel out, Tensor tensor) throws IOException {
    Object numbers = tensor.backend().toJava(tensor.array());
    int n = Math.toIntExact(tensor.size());
    var buffer = ByteBuffer.allocate(CHUNK * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (long at = 0; at < n; at += CHUNK) {
      int from = (int) at;
      int count = Math.min(CHUNK, n - from);
      buffer.clear();
      switch (numbers) {
        case double[] values -> buffer.asDoubleBuffer().put(values, from, count);
        case float[] values -> buffer.asFloatBuffer().put(values, from, count);
        case long[] values -> buffer.asLongBuffer().put(values, from, count);
        case int[] values -> buffer.asIntBuffer().put(values, from, count);
        case boolean[] values -> {
          for (int i = 0; i < count; i++) {
            buffer.put(i, (byte) (values[from + i] ? 1 : 0));
          }
        }
        default -> throw new AssertionError(numbers.getClass());
      }
      writeAll(out, buffer.position(0).limit(count * tensor.dtype().bytes()));
    }
  }
}
