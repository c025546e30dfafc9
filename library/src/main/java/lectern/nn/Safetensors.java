package lectern.nn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import lectern.tensor.Tensor;

/// Reads and writes safetensors files: named tensors and nothing that could run.
///
/// ```java
/// Safetensors.write(path, model.state());
/// model.load(Safetensors.read(path));
/// ```
///
/// F64, F32, I64, I32 and BOOL keep their type. F16 and BF16 become float32, the smaller integers
/// int32.
public final class Safetensors {

  private Safetensors() {}

  /// Every tensor of the file by name, in the file's order, on the current backend.
  ///
  /// @throws CheckpointException if the file is damaged; nothing is read then
  /// @throws IOException if it cannot be read
  public static Map<String, Tensor> read(Path path) throws IOException {
    try (var file = SafetensorsFile.open(path)) {
      var tensors = new LinkedHashMap<String, Tensor>();
      file.entries()
          .forEach(
              (name, entry) -> tensors.put(name, Tensor.wrap(file.read(entry), entry.shape())));
      return tensors;
    }
  }

  /// The file's free words, for example how it was made.
  ///
  /// @throws CheckpointException if the file is damaged
  /// @throws IOException if it cannot be read
  public static Map<String, String> metadata(Path path) throws IOException {
    try (var file = SafetensorsFile.open(path)) {
      return Map.copyOf(file.metadata());
    }
  }

  /// Writes the tensors under their names.
  ///
  /// @throws IOException if it cannot be written; an older file of this name is left as it was
  public static void write(Path path, Map<String, ? extends Tensor> tensors) throws IOException {
    write(path, tensors, Map.of());
  }

  /// Writes the tensors under their names, and free words into the header. The file is written
  /// beside its place and moved there when it is whole.
  ///
  /// @throws IOException if it cannot be written; an older file of this name is left as it was
  public static void write(
      Path path, Map<String, ? extends Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    SafetensorsWriter.write(path, tensors, metadata);
  }
}
