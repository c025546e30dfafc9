package lectern.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// An array of unsigned bytes in the IDX format, in which MNIST is published.
///
/// A file is two zero bytes, a type code (8: unsigned byte), the number of dimensions, each
/// dimension as a big-endian 32-bit integer, then the bytes in row-major order. Files may be
/// gzipped; that is seen from their first bytes, not from their name.
public final class Idx {

  private static final int UNSIGNED_BYTE = 8;

  private final int[] shape;
  private final byte[] data;

  private Idx(int[] shape, byte[] data) {
    this.shape = shape;
    this.data = data;
  }

  /// Reads a file.
  ///
  /// @throws DataException when the file is missing, cut short or no IDX file of unsigned bytes
  public static Idx read(Path file) {
    return parse(file.toString(), unzipped(file));
  }

  /// The dimensions, for example `{60000, 28, 28}`.
  public int[] shape() {
    return shape.clone();
  }

  /// The number of entries along the first dimension.
  public int count() {
    return shape[0];
  }

  /// The value at a place in row-major order, 0 to 255.
  public int at(int index) {
    return data[index] & 0xff;
  }

  /// The bytes themselves; whoever is in this package only reads them.
  byte[] bytes() {
    return data;
  }

  /// The file's content without its gzip wrapping.
  static byte[] unzipped(Path file) {
    try {
      return unzipped(file.toString(), Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new DataException(file + " does not exist. Check the folder's name.", e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + e, e);
    }
  }

  static byte[] unzipped(String name, byte[] content) {
    if (content.length < 2 || (content[0] & 0xff) != 0x1f || (content[1] & 0xff) != 0x8b) {
      return content;
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(content), 1 << 16)) {
      return in.readAllBytes();
    } catch (EOFException e) {
      throw new DataException(
          name
              + " is cut short: its gzip stream ends too early after "
              + content.length
              + " bytes. Delete it and fetch it again.",
          e);
    } catch (ZipException e) {
      throw new DataException(
          name + " is damaged: " + e.getMessage() + ". Delete it and fetch it again.", e);
    } catch (IOException e) {
      throw new DataException(name + " cannot be unzipped: " + e, e);
    }
  }

  static Idx parse(String name, byte[] bytes) {
    if (bytes.length < 4 || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != UNSIGNED_BYTE) {
      throw new DataException(
          "%s is no IDX file of unsigned bytes: it should start with 00 00 08, it starts with %s."
              .formatted(name, start(bytes)));
    }
    int dimensions = bytes[3] & 0xff;
    int header = 4 + 4 * dimensions;
    if (dimensions == 0 || bytes.length < header) {
      throw new DataException(
          "%s: the IDX header names %d dimensions, the file has %d bytes. Fetch it again."
              .formatted(name, dimensions, bytes.length));
    }
    var shape = new int[dimensions];
    ByteBuffer.wrap(bytes, 4, 4 * dimensions).asIntBuffer().get(shape);
    long expected = header;
    long product = 1;
    for (int d : shape) {
      if (d < 0 || product * d > Integer.MAX_VALUE) {
        throw new DataException(name + ": impossible IDX dimensions " + Arrays.toString(shape));
      }
      product *= d;
    }
    expected += product;
    if (bytes.length != expected) {
      throw new DataException(
          "%s: dimensions %s need %d bytes with the header, the file has %d. It is %s; fetch it again."
              .formatted(
                  name,
                  Arrays.toString(shape),
                  expected,
                  bytes.length,
                  bytes.length < expected ? "cut short" : "too long"));
    }
    return new Idx(shape, Arrays.copyOfRange(bytes, header, bytes.length));
  }

  private static String start(byte[] bytes) {
    if (bytes.length == 0) {
      return "nothing: it is empty";
    }
    var hex = new StringBuilder();
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      hex.append(i == 0 ? "" : " ").append("%02x".formatted(bytes[i]));
    }
    return hex.toString();
  }
}
