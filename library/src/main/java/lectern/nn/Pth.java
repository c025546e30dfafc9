package lectern.nn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import lectern.tensor.Tensor;

/// Reads the weights in files of PyTorch's `torch.save`, `.pth` or `.pt`: a zip file of a pickle
/// and raw numbers.
///
/// ```java
/// model.load(Pth.read(path));
/// model.load(Pth.read(path, "model"));   // from a training checkpoint {"model": …, "epoch": 3}
/// ```
///
/// A pickle can run programs; here it cannot. Tensors, numbers, texts, lists and dicts are built,
/// any other name in it is an error that tells it, and nothing is executed. Tensors that share
/// memory in PyTorch share it here. bool, the integers and the real numbers to 64 bits are read;
/// half floats become float32, small integers int32.
public final class Pth {

  private static final long LARGEST_PICKLE = 1 << 28;
  private static final int DEEPEST = 100;
  private static final int MOST_NAMES = 1_000_000;

  private final Path path;
  private final ZipParts zip;
  private final String root;
  private final ByteOrder order;
  private int names;

  private Pth(Path path, ZipParts zip) throws IOException {
    this.path = path;
    this.zip = zip;
    this.root = root();
    var mark = zip.entry(root + "byteorder");
    boolean big = mark != null && new String(bytes(mark), UTF_8).strip().equals("big");
    this.order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  /// Every tensor of the file, on the current backend. Those in dicts and lists inside have paths
  /// for names, such as `model.fc.weight`; a single one is called `tensor`. What is no tensor is
  /// left out.
  ///
  /// @throws CheckpointException if the file is damaged, is in PyTorch's format before 1.6, or
  ///   holds more than weights; nothing is read then
  /// @throws IOException if it cannot be read
  public static Map<String, Tensor> read(Path path) throws IOException {
    return read(path, "");
  }

  /// The tensors under one key of the file, without that key in their names.
  ///
  /// @param under a name or path, such as `model`; empty for all
  /// @throws CheckpointException as [#read(Path)], and if there is nothing under that key
  public static Map<String, Tensor> read(Path path, String under) throws IOException {
    try (var zip = new ZipParts(path, ".pth")) {
      return new Pth(path, zip).tensors(under);
    } catch (CheckpointException e) {
      throw isOlder(path) ? older(path) : e;
    }
  }

  private static boolean isOlder(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      return in.read() == 0x80;
    }
  }

  private static CheckpointException older(Path path) {
    return new CheckpointException(
        path
            + " is in PyTorch's format before 1.6, a bare pickle, which is not read. In Python:"
            + " torch.save(torch.load(path), path)");
  }

  private Map<String, Tensor> tensors(String under) throws IOException {
    var pickle = zip.entry(root + "data.pkl");
    if (pickle == null || pickle.getSize() > LARGEST_PICKLE) {
      throw zip.bad("it has no data.pkl of a reasonable size");
    }
    Object value;
    try {
      value = Unpickler.read(bytes(pickle), new PthWorld(zip, root, order));
    } catch (Unpickler.PickleException e) {
      throw new CheckpointException(
          "%s: its pickle is not read: %s. Only weights are read and nothing is run; in Python: torch.save(model.state_dict(), path)"
              .formatted(path, e.getMessage()));
    }
    var all = new LinkedHashMap<String, Tensor>();
    if (value instanceof Tensor t) {
      all.put("tensor", t);
    } else {
      collect("", value, 0, all);
    }
    if (under.isEmpty()) {
      return all;
    }
    var found = new LinkedHashMap<String, Tensor>();
    all.forEach(
        (name, t) -> {
          if (name.startsWith(under + ".")) {
            found.put(name.substring(under.length() + 1), t);
          }
        });
    if (found.isEmpty()) {
      throw new CheckpointException(
          "%s holds no tensors under '%s'; it has %s"
              .formatted(path, under, all.keySet().stream().limit(8).toList()));
    }
    return found;
  }

  private void collect(String name, Object value, int depth, Map<String, Tensor> all) {
    // Dicts that hold themselves, or each other many times, would go on for ever.
    if (depth > DEEPEST || ++names > MOST_NAMES) {
      throw zip.bad("its dicts and lists lie too deep or are too many");
    }
    switch (value) {
      case Tensor t -> {
        if (all.put(name, t) != null) {
          throw zip.bad("two of its tensors have the path " + name);
        }
      }
      case Map<?, ?> map -> map.forEach((k, v) -> collect(below(name, k), v, depth + 1, all));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          collect(below(name, i), list.get(i), depth + 1, all);
        }
      }
      case Unpickler.Tuple tuple -> collect(name, tuple.items(), depth + 1, all);
      default -> {}
    }
  }

  private static String below(String name, Object key) {
    return name.isEmpty() ? String.valueOf(key) : name + "." + key;
  }

  // The zip file

  /// The folder that everything lies in, `archive/` or the file's name.
  private String root() {
    return zip.entries().stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith("data.pkl") && name.indexOf('/') == name.lastIndexOf('/'))
        .map(name -> name.substring(0, name.length() - "data.pkl".length()))
        .findFirst()
        .orElseThrow(() -> zip.bad("it has no data.pkl"));
  }

  private byte[] bytes(ZipEntry entry) throws IOException {
    try (var in = zip.open(entry)) {
      zip.take(entry.getSize());
      return in.readNBytes((int) Math.min(entry.getSize(), LARGEST_PICKLE));
    } catch (ZipException | EOFException e) {
      throw zip.bad(entry.getName() + ": " + e.getMessage());
    }
  }
}
