package lectern.nn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lectern.backend.DType;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `.pth`, with files that PyTorch wrote and files that mean harm.
class PthTest {

  @TempDir private Path folder;

  private static Path golden(String name) throws URISyntaxException {
    return Path.of(PthTest.class.getResource("/golden/" + name).toURI());
  }

  private static void holds(Tensor t, DType dtype, int[] shape, double... values) {
    assertEquals(dtype, t.dtype());
    assertArrayEquals(shape, t.shape().dims());
    assertArrayEquals(values, t.toDoubles());
  }

  @Test
  void everyTypeAndLayoutThatPyTorchWroteIsRead() throws IOException, URISyntaxException {
    var weights = Pth.read(golden("weights.pth"));
    assertEquals(
        List.of(
            "fc.weight",
            "turned",
            "column",
            "number",
            "nothing",
            "half",
            "brain",
            "long",
            "int",
            "short",
            "byte",
            "char",
            "bool"),
        List.copyOf(weights.keySet()));
    var base = Tensor.arange(12).reshape(3, 4).div(8);
    assertTrue(weights.get("fc.weight").sameValues(base));
    assertTrue(weights.get("turned").sameValues(base.t()));
    holds(weights.get("column"), DType.FLOAT32, new int[] {3}, 0.125, 0.625, 1.125);
    holds(weights.get("number"), DType.FLOAT64, new int[] {}, 2.5);
    holds(weights.get("nothing"), DType.FLOAT64, new int[] {0, 3});
    holds(weights.get("half"), DType.FLOAT32, new int[] {3}, 1.5, -2, 65504);
    float brain = Float.intBitsToFloat(0x7f62 << 16); // 3e38 in 8 bits
    holds(weights.get("brain"), DType.FLOAT32, new int[] {3}, 1.5, -2, brain);
    holds(weights.get("long"), DType.INT64, new int[] {2}, 1L << 40, -7);
    holds(weights.get("int"), DType.INT32, new int[] {2}, 3, -4);
    holds(weights.get("short"), DType.INT32, new int[] {2}, 5, -6);
    holds(weights.get("byte"), DType.INT32, new int[] {2}, 250, 7);
    holds(weights.get("char"), DType.INT32, new int[] {2}, -128, 7);
    holds(weights.get("bool"), DType.BOOL, new int[] {3}, 1, 0, 1);
  }

  @Test
  void tensorsThatShareMemoryInPyTorchShareItHere() throws IOException, URISyntaxException {
    var weights = Pth.read(golden("weights.pth"));
    assertSame(weights.get("turned").array().storage(), weights.get("column").array().storage());
  }

  @Test
  void aCheckpointOfMoreThanWeightsGivesTheWeights() throws IOException, URISyntaxException {
    var all = Pth.read(golden("checkpoint.pth"));
    assertEquals(13, all.size());
    assertTrue(all.containsKey("model.fc.weight"));
    var model = Pth.read(golden("checkpoint.pth"), "model");
    assertTrue(model.get("fc.weight").sameValues(all.get("model.fc.weight")));
    var path = golden("checkpoint.pth");
    var e = assertThrows(CheckpointException.class, () -> Pth.read(path, "ema"));
    assertTrue(e.getMessage().contains("no tensors under 'ema'; it has [model.fc.weight"));
  }

  // Files made by hand

  private static final class Pickle extends ByteArrayOutputStream {
    Pickle op(int... codes) {
      for (int code : codes) {
        write(code);
      }
      return this;
    }

    Pickle text(String s) {
      var bytes = s.getBytes(UTF_8);
      return op('X', bytes.length, bytes.length >> 8, 0, 0).raw(bytes);
    }

    Pickle global(String module, String name) {
      return op('c').raw((module + "\n" + name + "\n").getBytes(UTF_8));
    }

    Pickle raw(byte[] bytes) {
      writeBytes(bytes);
      return this;
    }

    Pickle integer(int i) {
      return op('J', i, i >> 8, i >> 16, i >> 24);
    }

    /// A tensor over the storage "0" of `count` floats.
    Pickle tensor(int count, int offset, int[] size, int[] stride) {
      global("torch._utils", "_rebuild_tensor_v2").op('(', '(').text("storage");
      global("torch", "FloatStorage").text("0").text("cpu").integer(count).op('t', 'Q');
      return integer(offset).tuple(size).tuple(stride).op(0x89, '}', 't', 'R');
    }

    private Pickle tuple(int[] values) {
      op('(');
      for (int v : values) {
        integer(v);
      }
      return op('t');
    }
  }

  private static Pickle pickle() {
    return new Pickle().op(0x80, 2);
  }

  private Path file(byte[] pickle, int floats) throws IOException {
    var path = folder.resolve("made.pth");
    try (var zip = new ZipOutputStream(Files.newOutputStream(path))) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(pickle);
      zip.putNextEntry(new ZipEntry("archive/data/0"));
      zip.write(new byte[4 * floats]);
    }
    return path;
  }

  private String refusal(Pickle pickle) throws IOException {
    var path = file(pickle.toByteArray(), 4);
    var e = assertThrows(CheckpointException.class, () -> Pth.read(path));
    assertTrue(e.getMessage().startsWith(path.toString()), e.getMessage());
    return e.getMessage();
  }

  @Test
  void aSingleTensorIsCalledTensor() throws IOException {
    var path =
        file(pickle().tensor(4, 0, new int[] {2, 2}, new int[] {1, 2}).op('.').toByteArray(), 4);
    assertEquals(List.of("tensor"), List.copyOf(Pth.read(path).keySet()));
  }

  @Test
  void whatWouldRunIsNamedAndNotRun() throws IOException {
    var marker = folder.resolve("ran");
    var message =
        refusal(pickle().global("posix", "system").text("touch " + marker).op(0x85, 'R', '.'));
    assertTrue(message.contains("it names posix.system. Only weights are read"), message);
    assertTrue(Files.notExists(marker));
    assertTrue(
        refusal(pickle().global("builtins", "eval").text("1").op(0x85, 'R', '.'))
            .contains("builtins.eval"));
    assertTrue(refusal(pickle().text("os").text("system").op(0x93, '.')).contains("os.system"));
    assertTrue(
        refusal(pickle().global("torch.storage", "_load_from_bytes").op('.'))
            .contains("torch.storage._load_from_bytes"));
    assertTrue(
        refusal(pickle().global("torch", "ComplexFloatStorage").op('.'))
            .contains("torch.ComplexFloatStorage"));
  }

  @Test
  void instructionsThatBuildNoWeightsAreRefused() throws IOException {
    for (int code :
        new int[] {'i', 'o', 0x81, 0x92, 'P', 0x82, 'I', 'F', 'l', 'p', 0x8f, 0x96, 0}) {
      var message = refusal(pickle().op(')', code, '1', '\n', '.'));
      assertTrue(message.contains("instruction 0x%02x at byte 3".formatted(code)), message);
    }
    assertTrue(refusal(pickle().op(')', '}', 'b', '.')).contains("sets fields of an object"));
  }

  @Test
  void programsThatDoNotFitTheirStackAreRefused() throws IOException {
    for (var p :
        List.of(
            pickle().op('.'),
            pickle().op('('),
            pickle().op('(', '.'),
            pickle().op('t', '.'),
            pickle().op('h', 9, '.'),
            pickle().op('N', 'a', '.'),
            pickle().op('}', '(', 'N', 'u', '.'),
            pickle().op('}', 'N', 'N', 's', '.'),
            pickle().op('N', 'R', '.'),
            pickle().op(')', 'Q', '.'),
            pickle().op('X', 0xff, 0xff, 0xff, 0x7f, '.'),
            pickle().op('X', 0xff, 0xff, 0xff, 0xff, '.'),
            pickle().op(0x8d, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, '.'),
            pickle().op(0x8a, 200).raw(new byte[200]).op('.'),
            new Pickle().op(0x80, 9, 'N', '.'),
            new Pickle())) {
      refusal(p);
    }
  }

  @Test
  void tensorsOutsideTheirNumbersAreRefused() throws IOException {
    for (var p :
        List.of(
            pickle().tensor(4, 0, new int[] {5}, new int[] {1}),
            pickle().tensor(4, 1, new int[] {2, 2}, new int[] {2, 1}),
            pickle().tensor(4, -1, new int[] {1}, new int[] {1}),
            pickle().tensor(4, 0, new int[] {-1}, new int[] {1}),
            pickle().tensor(4, 0, new int[] {2}, new int[] {-1}),
            pickle().tensor(4, 0, new int[] {2}, new int[] {}),
            pickle().tensor(4, 0, new int[] {1 << 30, 1 << 30}, new int[] {0, 0}),
            pickle().tensor(4, 5, new int[] {0}, new int[] {1}),
            pickle().tensor(1 << 30, 0, new int[] {1}, new int[] {1}),
            pickle().tensor(-1, 0, new int[] {0}, new int[] {1}))) {
      refusal(p.op('.'));
    }
  }

  @Test
  void aTensorThatRepeatsOneNumberTakesNoMemory() throws IOException {
    var p = pickle().tensor(4, 0, new int[] {1 << 30}, new int[] {0}).op('.');
    var t = Pth.read(file(p.toByteArray(), 4)).get("tensor");
    assertEquals(1 << 30, t.size());
    assertEquals(4, t.array().storage().floats().length);
  }

  @Test
  void dictsThatHoldThemselvesOrGrowWithoutEndAreRefused() throws IOException {
    // d = {}; d["self"] = d
    refusal(pickle().op('}', 'q', 0).text("self").op('h', 0, 's', '.'));
    // Each list holds the one before twice: 2⁶⁰ paths.
    var laughs = pickle().op(']', 'q', 0);
    for (int i = 0; i < 60; i++) {
      laughs.op('h', i, 'h', i, 0x86, 'q', i + 1);
    }
    assertTrue(refusal(laughs.op('.')).contains("too deep or are too many"));
    // Nested deeper than any stack.
    var deep = pickle().op(')');
    for (int i = 0; i < 1_000_000; i++) {
      deep.op(0x85);
    }
    refusal(deep.op('.'));
    // A key whose hash would take 2⁶⁰ steps.
    var key = pickle().op(')', 'q', 0);
    for (int i = 0; i < 60; i++) {
      key.op('h', i, 'h', i, 0x86, 'q', i + 1);
    }
    var message = refusal(key.op('}', 'h', 60, 'N', 's', '.'));
    assertTrue(message.contains("neither text nor number"), message);
  }

  @Test
  void filesCutOffOrDamagedAnywhereAreRefusedOrReadAsOtherNumbers()
      throws IOException, URISyntaxException {
    var bytes = Files.readAllBytes(golden("weights.pth"));
    var path = folder.resolve("cut.pth");
    for (int length = 0; length < bytes.length; length += 61) {
      Files.write(path, Arrays.copyOf(bytes, length));
      assertThrows(CheckpointException.class, () -> Pth.read(path));
    }
    for (int i = 0; i < bytes.length; i++) {
      var wrong = bytes.clone();
      wrong[i] ^= 0x2b;
      Files.write(path, wrong);
      try {
        Pth.read(path);
      } catch (CheckpointException e) {
        assertTrue(e.getMessage().contains("cut.pth"), e.getMessage());
      }
    }
  }

  @Test
  void theFormatBeforeZipFilesIsNamed() throws IOException {
    var path = Files.write(folder.resolve("old.pth"), new byte[] {(byte) 0x80, 2, 'N', '.'});
    var e = assertThrows(CheckpointException.class, () -> Pth.read(path));
    assertTrue(e.getMessage().contains("format before 1.6"), e.getMessage());
    var zip = folder.resolve("other.pth");
    Npz.write(zip, Map.of("t", Tensor.zeros(1)));
    e = assertThrows(CheckpointException.class, () -> Pth.read(zip));
    assertTrue(e.getMessage().contains("it has no data.pkl"), e.getMessage());
  }
}
