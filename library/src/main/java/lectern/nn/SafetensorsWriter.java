package lectern.nn;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import lectern.backend.DType;
import lectern.tensor.Tensor;

/// Writes what [SafetensorsFile] reads.
final class SafetensorsWriter {

  private static final int CHUNK = 1 << 16;

  private SafetensorsWriter() {}

  static void write(Path path, Map<String, ? extends Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    var folder = path.toAbsolutePath().getParent();
    var beside = Files.createTempFile(folder, path.getFileName() + ".", ".part");
    try {
      try (var out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        writeAll(out, header(tensors, metadata));
        for (var tensor : tensors.values()) {
          writeNumbers(out, tensor);
        }
      }
      Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /// Length and JSON, filled up with spaces so that the numbers start at a multiple of eight.
  private static ByteBuffer header(
      Map<String, ? extends Tensor> tensors, Map<String, String> metadata) {
    var fields = new LinkedHashMap<String, Object>();
    if (!metadata.isEmpty()) {
      fields.put("__metadata__", new TreeMap<>(metadata));
    }
    long at = 0;
    for (var named : tensors.entrySet()) {
      var tensor = named.getValue();
      long end = at + tensor.size() * tensor.dtype().bytes();
      var entry = new LinkedHashMap<String, Object>();
      entry.put("dtype", word(tensor.dtype()));
      entry.put("shape", IntStream.of(tensor.shape().dims()).boxed().toList());
      entry.put("data_offsets", List.of(at, end));
      fields.put(named.getKey(), entry);
      at = end;
    }
    var json = new Gson().toJson(fields).getBytes(UTF_8);
    int length = (json.length + 7) / 8 * 8;
    var buffer = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(length).put(json);
    while (buffer.hasRemaining()) {
      buffer.put((byte) ' ');
    }
    return buffer.flip();
  }

  private static String word(DType dtype) {
    return switch (dtype) {
      case FLOAT64 -> "F64";
      case FLOAT32 -> "F32";
      case INT64 -> "I64";
      case INT32 -> "I32";
      case BOOL -> "BOOL";
    };
  }

  private static void writeNumbers(FileChannel out, Tensor tensor) throws IOException {
    Object numbers = tensor.backend().toJava(tensor.array());
    int n = Math.toIntExact(tensor.size());
    var buffer = ByteBuffer.allocate(CHUNK * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < n; from += CHUNK) {
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

  private static void writeAll(FileChannel out, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }
}
