package lectern.nn;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import lectern.tensor.Tensor;

/// Reads and writes `.npz` files: named NumPy arrays, each as [Npy] has it, in a zip file.
///
/// ```java
/// Npz.write(path, model.state());
/// model.load(Npz.read(path));
/// ```
public final class Npz {

  private static final String SUFFIX = ".npy";
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /// Every array of the file by name, in the file's order, on the current backend.
  ///
  /// @throws CheckpointException if the file is damaged, holds something else than arrays of
  ///   numbers, or needs more memory than there is
  /// @throws IOException if it cannot be read
  public static Map<String, Tensor> read(Path path) throws IOException {
    try (var zip = new ZipParts(path, ".npz")) {
      var tensors = new LinkedHashMap<String, Tensor>();
      for (var entry : zip.entries()) {
        var name = entry.getName();
        if (!name.endsWith(SUFFIX)) {
          throw zip.bad(name + " in it is no .npy array");
        }
        try (var in = zip.open(entry)) {
          var tensor = Npy.read(in, entry.getSize(), path + ", " + name, zip::take);
          name = name.substring(0, name.length() - SUFFIX.length());
          if (tensors.put(name, tensor) != null) {
            throw zip.bad(name + " is in it twice");
          }
        } catch (ZipException | EOFException e) {
          throw zip.bad(name + ": " + e.getMessage());
        }
      }
      return tensors;
    }
  }

  /// Writes the tensors under their names, not compressed, as `numpy.savez` does. The file is
  /// written beside its place and moved there when it is whole.
  ///
  /// @throws IOException if it cannot be written; an older file of this name is left as it was
  public static void write(Path path, Map<String, ? extends Tensor> tensors) throws IOException {
    WholeFile.write(
        path,
        file -> {
          var buffered = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
          try (var zip = new ZipOutputStream(buffered)) {
            zip.setLevel(Deflater.NO_COMPRESSION);
            var out = Channels.newChannel(zip);
            for (var named : tensors.entrySet()) {
              var entry = new ZipEntry(named.getKey() + SUFFIX);
              entry.setTimeLocal(NO_TIME);
              zip.putNextEntry(entry);
              Npy.write(out, named.getValue());
              zip.closeEntry();
            }
          }
        });
  }
}
