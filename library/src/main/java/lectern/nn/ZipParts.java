package lectern.nn;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A zip file from anywhere: what its entries claim is held against what they can be, and all that
/// is taken from it against the memory there is, before any of it is read.
final class ZipParts implements AutoCloseable {

  /// Deflate makes at most about this many bytes of one.
  private static final long LARGEST_RATIO = 1040;

  private final Path path;
  private final String kind;
  private final ZipFile zip;
  private long taken;

  /// Opens a file.
  ///
  /// @param kind what the file should be, for errors, such as `.npz`
  /// @throws CheckpointException if it is no whole zip file
  ZipParts(Path path, String kind) throws IOException {
    this.path = path;
    this.kind = kind;
    try {
      zip = new ZipFile(path.toFile());
    } catch (EOFException e) {
      throw bad("it is cut off");
    } catch (ZipException | IllegalArgumentException e) {
      throw bad(e.getMessage());
    }
  }

  /// Names what is wrong with the file.
  CheckpointException bad(String what) {
    return new CheckpointException(
        path + " is not a whole " + kind + " file: " + what + ". Fetch or write it again.");
  }

  /// The entries that are no folders.
  List<ZipEntry> entries() {
    return zip.stream().filter(e -> !e.isDirectory()).<ZipEntry>map(e -> e).toList();
  }

  /// The entry of this name, or `null`.
  ZipEntry entry(String name) {
    return zip.getEntry(name);
  }

  /// Opens an entry.
  ///
  /// @throws CheckpointException if the size it claims is impossible
  InputStream open(ZipEntry entry) throws IOException {
    long size = entry.getSize();
    long packed = entry.getCompressedSize();
    if (size < 0 || packed < 0 || packed > path.toFile().length()) {
      throw bad(entry.getName() + " has no size that fits the file");
    }
    if (size / LARGEST_RATIO > packed + 1) {
      throw bad(
          "%s claims %d bytes made of %d, which no compression does"
              .formatted(entry.getName(), size, packed));
    }
    return zip.getInputStream(entry);
  }

  /// Counts memory that is about to be asked for.
  ///
  /// @throws CheckpointException if all together is more than there is
  void take(long bytes) {
    taken += bytes;
    long most = Runtime.getRuntime().maxMemory() / 10 * 9;
    if (taken < 0 || taken > most) {
      throw new CheckpointException(
          "%s needs more than %d MB, and Java has %d MB; start it with a larger -Xmx if you trust the file"
              .formatted(path, taken >> 20, Runtime.getRuntime().maxMemory() >> 20));
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
