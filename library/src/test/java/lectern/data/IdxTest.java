package lectern.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdxTest {

  private static final byte[] TWO_BY_THREE = {
    0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, (byte) 255
  };

  @TempDir Path folder;

  @Test
  void plainAndGzippedFilesReadTheSame() throws IOException {
    for (var bytes : new byte[][] {TWO_BY_THREE, gzip(TWO_BY_THREE)}) {
      var idx = Idx.read(write("a", bytes));
      assertArrayEquals(new int[] {2, 3}, idx.shape());
      assertEquals(2, idx.count());
      assertEquals(255, idx.at(5));
    }
  }

  @Test
  void aMissingFileIsNamed() {
    fails(folder.resolve("none"), "none does not exist");
  }

  @Test
  void aFileCutShortTellsWhatItNeedsAndHas() throws IOException {
    fails(write("short", Arrays.copyOf(TWO_BY_THREE, 15)), "[2, 3] need 18 bytes", "has 15");
    fails(write("header", Arrays.copyOf(TWO_BY_THREE, 6)), "header names 2 dimensions");
    fails(write("empty", new byte[0]), "it is empty");
  }

  @Test
  void aGzipStreamCutShortIsNamed() throws IOException {
    var zipped = gzip(TWO_BY_THREE);
    fails(write("cut.gz", Arrays.copyOf(zipped, zipped.length - 9)), "cut.gz", "ends too early");
  }

  @Test
  void aGzipStreamWithAFlippedBitIsNamed() throws IOException {
    var zipped = gzip(TWO_BY_THREE);
    zipped[zipped.length - 8] ^= 1;
    fails(write("bad.gz", zipped), "bad.gz is damaged");
  }

  @Test
  void anotherFormatIsToldByItsFirstBytes() throws IOException {
    fails(
        write("page", new byte[] {0x3c, 0x68, 0x74, 0x6d, 0x6c, 0x3e}),
        "no IDX file",
        "3c 68 74 6d");
    var floats = TWO_BY_THREE.clone();
    floats[2] = 13;
    fails(write("floats", floats), "starts with 00 00 0d 02");
  }

  @Test
  void dimensionsBeyondAnArrayAreRefused() throws IOException {
    fails(
        write("huge", new byte[] {0, 0, 8, 2, 127, 0, 0, 0, 127, 0, 0, 0}),
        "impossible IDX dimensions");
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    }
    return out.toByteArray();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static void fails(Path file, String... parts) {
    var message = assertThrows(DataException.class, () -> Idx.read(file)).getMessage();
    for (var part : parts) {
      assertTrue(message.contains(part), () -> "\"" + part + "\" is missing in: " + message);
    }
  }
}
