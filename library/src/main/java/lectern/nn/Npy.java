package lectern.nn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lectern.backend.Shape;
import lectern.tensor.Tensor;

/// Reads and writes `.npy` files: one NumPy array each.
///
/// Real numbers, integers to 64 bits and truth values are read, in either byte order and in C or
/// Fortran order; half floats become float32, small integers int32. Python objects are refused.
///
/// Source: NEP 1, "A simple file format for NumPy arrays".
public final class Npy {

  private static final byte[] MAGIC = "\u0093NUMPY".getBytes(ISO_8859_1);
  private static final int LARGEST_HEADER = 1 << 20;
  private static final int CHUNK = 1 << 16;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\\s*'descr':\\s*(?<descr>'[^']*'|\\[.*]|\\(.*\\)),\\s*'fortran_order':\\s*(?<fortran>True|False),"
              + "\\s*'shape':\\s*\\((?<shape>[0-9,\\s]*)\\),?\\s*}\\s*",
          Pattern.DOTALL);

  private Npy() {}

  /// The array of the file, on the current backend.
  ///
  /// @throws CheckpointException if the file is damaged or holds something else than numbers
  /// @throws IOException if it cannot be read
  public static Tensor read(Path path) throws IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(path))) {
      return read(in, Files.size(path), path.toString(), bytes -> {});
    }
  }

  /// Writes a tensor as an array in C order, little-endian. The file is written beside its place
  /// and moved there when it is whole.
  ///
  /// @throws IOException if it cannot be written; an older file of this name is left as it was
  public static void write(Path path, Tensor tensor) throws IOException {
    WholeFile.write(path, out -> write(out, tensor));
  }

  static void write(WritableByteChannel out, Tensor tensor) throws IOException {
    var sizes =
        IntStream.of(tensor.shape().dims())
            .mapToObj(d -> d + ",")
            .collect(Collectors.joining(" ", "(", ")"));
    var text =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }"
            .formatted(descr(NumberType.of(tensor.dtype())), sizes);
    // Numbers start at a multiple of 64.
    int length = (text.length() + 1 + 10 + 63) / 64 * 64 - 10;
    var header = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
    header.put(text.getBytes(ISO_8859_1));
    while (header.remaining() > 1) {
      header.put((byte) ' ');
    }
    WholeFile.writeAll(out, header.put((byte) '\n').flip());
    WholeFile.writeNumbers(out, tensor);
  }

  private static String descr(NumberType type) {
    return switch (type) {
      case F64 -> "<f8";
      case F32 -> "<f4";
      case I64 -> "<i8";
      case I32 -> "<i4";
      case BOOL -> "|b1";
      default -> throw new AssertionError(type);
    };
  }

  /// Told how many bytes an array will take before it is made; may refuse.
  @FunctionalInterface
  interface Budget {
    void take(long bytes);
  }

  /// Reads one array of `size` bytes in all. Memory is asked for only when the size fits the
  /// header.
  static Tensor read(InputStream in, long size, String where, Budget budget) throws IOException {
    try {
      var prelude = in.readNBytes(8);
      if (prelude.length < 8 || !Arrays.equals(prelude, 0, 6, MAGIC, 0, 6)) {
        throw bad(where, "it does not begin as one");
      }
      int lengthBytes = prelude[6] == 1 ? 2 : 4;
      if (prelude[6] < 1 || prelude[6] > 3) {
        throw bad(where, "its version is " + prelude[6] + "; known are 1, 2 and 3");
      }
      var length = ByteBuffer.wrap(whole(in, lengthBytes)).order(ByteOrder.LITTLE_ENDIAN);
      long header =
          lengthBytes == 2
              ? Short.toUnsignedInt(length.getShort())
              : Integer.toUnsignedLong(length.getInt());
      long rest = size - 8 - lengthBytes - header;
      if (header > LARGEST_HEADER || rest < 0) {
        throw bad(where, "its header claims " + header + " bytes of the file's " + size);
      }
      return read(in, new String(whole(in, (int) header), ISO_8859_1), rest, where, budget);
    } catch (EOFException e) {
      throw bad(where, "it is cut off");
    }
  }

  private static Tensor read(InputStream in, String header, long rest, String where, Budget budget)
      throws IOException {
    var m = HEADER.matcher(header);
    if (!m.matches()) {
      throw bad(where, "its header is not understood: " + cut(header));
    }
    var descr = m.group("descr");
    var type = type(descr, where);
    var shape = shape(m.group("shape"), where);
    long bytes;
    try {
      bytes = type.bytes;
      for (int dim : shape) {
        bytes = Math.multiplyExact(bytes, (long) dim);
      }
    } catch (ArithmeticException e) {
      throw bad(where, "its header names a shape too large to count");
    }
    if (bytes != rest) {
      throw bad(
          where,
          "its shape %s of %s needs %d bytes, it holds %d"
              .formatted(Arrays.toString(shape), descr, bytes, rest));
    }
    long count = bytes / type.bytes;
    if (count > Integer.MAX_VALUE - 8) {
      throw new CheckpointException(where + " has more elements than one Java array can hold");
    }
    budget.take(count * type.dtype.bytes());
    var order = descr.charAt(1) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    var numbers = numbers(in, type, (int) count, order);
    boolean fortran = m.group("fortran").equals("True");
    return fortran ? turned(numbers, shape) : Tensor.wrap(numbers, Shape.of(shape));
  }

  /// Reads n numbers piece by piece.
  ///
  /// @throws EOFException if there are fewer
  static Object numbers(InputStream in, NumberType type, int n, ByteOrder order)
      throws IOException {
    var numbers = type.array(n);
    for (long at = 0; at < n; at += CHUNK) {
      int count = (int) Math.min(CHUNK, n - at);
      var piece = ByteBuffer.wrap(whole(in, count * type.bytes)).order(order);
      type.read(piece, numbers, (int) at);
    }
    return numbers;
  }

  private static byte[] whole(InputStream in, int length) throws IOException {
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  /// Columns first in the file: the reversed shape in C order, turned around.
  private static Tensor turned(Object numbers, int[] shape) {
    int rank = shape.length;
    var reversed = IntStream.range(0, rank).map(i -> shape[rank - 1 - i]).toArray();
    var back = IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
    return Tensor.wrap(numbers, Shape.of(reversed)).permute(back).contiguous();
  }

  private static int[] shape(String text, String where) {
    try {
      return Arrays.stream(text.split(","))
          .map(String::strip)
          .filter(s -> !s.isEmpty())
          .mapToInt(Integer::parseInt)
          .toArray();
    } catch (NumberFormatException e) {
      throw bad(where, "its shape (" + cut(text) + ") is not understood");
    }
  }

  private static NumberType type(String descr, String where) {
    var word = descr.length() > 3 ? descr.substring(2, descr.length() - 1) : "";
    return switch (descr.charAt(0) == '\'' ? word : "") {
      case "f8" -> NumberType.F64;
      case "f4" -> NumberType.F32;
      case "f2" -> NumberType.F16;
      case "i8" -> NumberType.I64;
      case "i4" -> NumberType.I32;
      case "i2" -> NumberType.I16;
      case "i1" -> NumberType.I8;
      case "u4" -> NumberType.U32;
      case "u2" -> NumberType.U16;
      case "u1" -> NumberType.U8;
      case "b1" -> NumberType.BOOL;
      default ->
          throw new CheckpointException(
              "%s holds %s; numbers of the kinds f8 f4 f2 i8 i4 i2 i1 u4 u2 u1 b1 are read. Convert it in NumPy with astype."
                  .formatted(where, cut(descr)));
    };
  }

  private static String cut(String text) {
    var line = text.strip().replaceAll("\\s+", " ");
    return line.length() > 60 ? line.substring(0, 60) + "…" : line;
  }

  static CheckpointException bad(String where, String what) {
    return new CheckpointException(
        where + " is not a whole .npy array: " + what + ". Fetch or write it again.");
  }
}
