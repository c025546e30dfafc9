package lectern.nn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lectern.backend.DType;
import lectern.backend.Shape;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `.npy` and `.npz`, with files that NumPy wrote and files that nobody should have.
class NpyTest {

  @TempDir private Path folder;

  private static Path golden(String name) throws URISyntaxException {
    return Path.of(NpyTest.class.getResource("/golden/" + name).toURI());
  }

  private static Map<String, Tensor> everyType() {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("z", Tensor.of(new float[] {1, -2, 3.5f, 0, 5, 6}, 2, 3));
    tensors.put("a/weight", Tensor.wrap(new double[] {Math.PI}, Shape.scalar()));
    tensors.put("ids", Tensor.wrap(new long[] {1L << 40, -1}, Shape.of(2)));
    tensors.put("counts", Tensor.of(new int[] {7, -8}, 1, 2));
    tensors.put("mask", Tensor.wrap(new boolean[] {true, false, true}, Shape.of(3)));
    tensors.put("nothing", Tensor.zeros(1, 0, 4));
    tensors.put("turned", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3).t());
    tensors.put("long", Tensor.arange(200_000));
    return tensors;
  }

  private static void same(String name, Tensor expected, Tensor actual) {
    assertEquals(expected.dtype(), actual.dtype(), name);
    assertEquals(expected.shape(), actual.shape(), name);
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), name);
  }

  @Test
  void whatNumPyWroteIsRead() throws IOException, URISyntaxException {
    var array = Npy.read(golden("array.npy"));
    same("array", Tensor.arange(24).reshape(2, 3, 4), array);

    var arrays = Npz.read(golden("arrays.npz"));
    same("f4", Tensor.arange(6).reshape(2, 3), arrays.get("f4"));
    same("fortran", Tensor.arange(6).reshape(2, 3).to(DType.FLOAT64), arrays.get("fortran"));
    same("big", Tensor.of(new int[] {0, 1, 2}), arrays.get("big"));
    same("i8", Tensor.of(new long[] {1L << 40, -7}), arrays.get("i8"));
    same("u1", Tensor.of(new int[] {250, 7}), arrays.get("u1"));
    same("f2", Tensor.of(new float[] {1.5f, -2}), arrays.get("f2"));
    same("flag", Tensor.of(new boolean[] {true, false}), arrays.get("flag"));
    same("number", Tensor.scalar(2.5).to(DType.FLOAT64), arrays.get("number"));
    same("nothing", Tensor.zeros(0, 3).to(DType.FLOAT64), arrays.get("nothing"));
    assertEquals(9, arrays.size());
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    var npz = folder.resolve("all.npz");
    Npz.write(npz, everyType());
    var back = Npz.read(npz);
    assertEquals(List.copyOf(everyType().keySet()), List.copyOf(back.keySet()));
    everyType().forEach((name, tensor) -> same(name, tensor, back.get(name)));
    for (var tensor : everyType().values()) {
      var npy = folder.resolve("one.npy");
      Npy.write(npy, tensor);
      same("one", tensor, Npy.read(npy));
      assertEquals(0, (Files.size(npy) - tensor.size() * tensor.dtype().bytes()) % 64);
    }
  }

  @Test
  void theSameTensorsMakeTheSameBytes() throws IOException {
    Npz.write(folder.resolve("a.npz"), everyType());
    Npz.write(folder.resolve("b.npz"), everyType());
    assertEquals(-1, Files.mismatch(folder.resolve("a.npz"), folder.resolve("b.npz")));
  }

  @Test
  void aModelTravelsThroughNpz() throws IOException {
    var model = new Sequential(new Linear(3, 4), new BatchNorm1d(4));
    var path = folder.resolve("model.npz");
    Npz.write(path, model.state());
    var other = new Sequential(new Linear(3, 4), new BatchNorm1d(4));
    other.load(Npz.read(path));
    model.state().forEach((name, tensor) -> same(name, tensor, other.state().get(name)));
  }

  private Path npy(String header, int dataBytes) throws IOException {
    var text = header.getBytes(ISO_8859_1);
    var bytes = ByteBuffer.allocate(10 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("\u0093NUMPY\1\0".getBytes(ISO_8859_1)).putShort((short) text.length).put(text);
    return Files.write(folder.resolve("made.npy"), bytes.array());
  }

  private static String header(String descr, String shape) {
    return "{'descr': %s, 'fortran_order': False, 'shape': %s, }\n".formatted(descr, shape);
  }

  private static String refusal(Path path) {
    return assertThrows(CheckpointException.class, () -> Npy.read(path)).getMessage();
  }

  @Test
  void filesCutShortOrTooLongAreRefused() throws IOException {
    var path = folder.resolve("t.npy");
    Npy.write(path, Tensor.zeros(100));
    var bytes = Files.readAllBytes(path);
    for (int length : new int[] {0, 5, 9, 40, bytes.length - 1, bytes.length + 1}) {
      Files.write(path, Arrays.copyOf(bytes, length));
      var message = refusal(path);
      assertTrue(message.startsWith(path + " is not a whole .npy array: "), message);
    }
  }

  @Test
  void whatIsNoNumberIsNamed() throws IOException {
    assertTrue(refusal(npy(header("'|O'", "(1,)"), 8)).contains("holds '|O'; numbers"));
    assertTrue(refusal(npy(header("[('a', '<f4')]", "(1,)"), 4)).contains("('a', '<f4')"));
    assertTrue(refusal(npy(header("'<c8'", "(1,)"), 8)).contains("'<c8'"));
    assertTrue(refusal(npy(header("''", "(1,)"), 8)).contains("numbers of the kinds"));
    assertTrue(refusal(npy("{'descr': __import__('os')}", 8)).contains("not understood"));
  }

  @Test
  void sizesThatCannotBeAreRefusedBeforeMemoryIsAskedFor() throws IOException {
    for (var shape : List.of("(2000000000,)", "(3000000000,)", "(99999999, 99999999, 99999999)")) {
      var message = refusal(npy(header("'<f8'", shape), 8));
      assertTrue(message.contains("is not a whole .npy array: its "), message);
    }
  }

  @Test
  void aZipThatClaimsMoreThanDeflateCanMakeIsRefused() throws IOException {
    var path = folder.resolve("bomb.npz");
    Npz.write(path, Map.of("t", Tensor.zeros(10)));
    var bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    int central = find(bytes, 0x02014b50);
    bytes.putInt(central + 24, 2_000_000_000); // the size when unpacked
    Files.write(path, bytes.array());
    var message = assertThrows(CheckpointException.class, () -> Npz.read(path)).getMessage();
    assertTrue(message.contains("t.npy claims 2000000000 bytes made of"), message);
  }

  @Test
  void aZipBombIsRefusedByTheMemoryItNeeds() throws IOException {
    // Well-formed: many arrays of zeros, a thousandth of their size in the file.
    var path = folder.resolve("zeros.npz");
    var header =
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (16777216,), }"
            + " ".repeat(53)
            + "\n");
    try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
      var zeros = new byte[1 << 20];
      for (int i = 0; i < 2; i++) {
        zip.putNextEntry(new ZipEntry(i + ".npy"));
        var start = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        start.put("\u0093NUMPY\1\0".getBytes(ISO_8859_1)).putShort((short) header.length());
        zip.write(start.array());
        zip.write(header.getBytes(ISO_8859_1));
        for (int j = 0; j < 64; j++) {
          zip.write(zeros);
        }
        zip.closeEntry();
      }
    }
    try (var parts = new ZipParts(path, ".npz")) {
      parts.take(Runtime.getRuntime().maxMemory() / 10 * 9 - (1 << 26));
      var first = parts.entries().getFirst();
      try (var in = parts.open(first)) {
        Npy.read(in, first.getSize(), "first", parts::take);
      }
      var second = parts.entries().get(1);
      try (var in = parts.open(second)) {
        var e =
            assertThrows(
                CheckpointException.class,
                () -> Npy.read(in, second.getSize(), "second", parts::take));
        assertTrue(e.getMessage().contains("start it with a larger -Xmx"), e.getMessage());
      }
    }
  }

  private static int find(ByteBuffer bytes, int signature) {
    for (int i = 0; i < bytes.limit() - 4; i++) {
      if (bytes.getInt(i) == signature) {
        return i;
      }
    }
    throw new AssertionError("no signature");
  }

  @Test
  void damagedZipFilesAreRefused() throws IOException {
    var path = folder.resolve("t.npz");
    Npz.write(path, Map.of("t", Tensor.arange(1000)));
    var bytes = Files.readAllBytes(path);
    for (int length = 0; length < bytes.length; length += 23) {
      Files.write(path, Arrays.copyOf(bytes, length));
      assertThrows(CheckpointException.class, () -> Npz.read(path));
    }
    // Any byte may be wrong: an error, or other numbers where only numbers changed.
    for (int i = 0; i < bytes.length; i += i < bytes.length - 200 ? 13 : 1) {
      var wrong = bytes.clone();
      wrong[i] ^= 0x7f;
      Files.write(path, wrong);
      try {
        Npz.read(path);
      } catch (CheckpointException e) {
        assertTrue(e.getMessage().contains("t.npz"), e.getMessage());
      }
    }
    try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
      zip.putNextEntry(new ZipEntry("readme.txt"));
    }
    var e = assertThrows(CheckpointException.class, () -> Npz.read(path));
    assertTrue(e.getMessage().contains("readme.txt in it is no .npy array"), e.getMessage());
  }

  @Test
  void aFailedWriteLeavesTheOlderFileAndNothingBeside() throws IOException {
    var path = folder.resolve("kept.npz");
    Npz.write(path, Map.of("t", Tensor.of(1, 2, 3)));
    var broken = new LinkedHashMap<String, Tensor>();
    broken.put("t", Tensor.zeros(3));
    broken.put("gone", null);
    assertThrows(NullPointerException.class, () -> Npz.write(path, broken));
    assertArrayEquals(new double[] {1, 2, 3}, Npz.read(path).get("t").toDoubles());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(path), files.toList());
    }
  }
}
