package lectern.nn;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import lectern.tensor.Tensor;

/// Writes what [SafetensorsFile] reads.
final class SafetensorsWriter {

  private SafetensorsWriter() {}

  static void write(Path path, Map<String, ? extends Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    WholeFile.write(
        path,
        out -> {
          WholeFile.writeAll(out, header(tensors, metadata));
          for (var tensor : tensors.values()) {
            WholeFile.writeNumbers(out, tensor);
          }
        });
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
      entry.put("dtype", NumberType.of(tensor.dtype()).name());
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
}
