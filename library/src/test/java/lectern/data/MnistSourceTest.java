package lectern.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MnistSourceTest {

  private static final Download FAST = new Download(Duration.ofSeconds(2), Duration.ofSeconds(2));
  private static final List<URI> NOWHERE = List.of(URI.create("http://127.0.0.1:9/"));

  @TempDir Path home;

  @Test
  void withoutNetworkTheCarriedSubsetServesAndSaysSo() {
    var source = MnistSource.find(Map.of("XDG_CACHE_HOME", home.toString()), NOWHERE, FAST);
    assertNull(source.folder());
    contains(source.notice(), "10,000 training", "about 93 %", "LECTERN_DATA", "127.0.0.1");
    assertArrayEquals(new int[] {10_000, 28, 28}, source.load(MnistFile.TRAIN_IMAGES).shape());
    assertEquals(2_000, source.load(MnistFile.TEST_LABELS).count());
  }

  @Test
  void theSubsetCanBeAskedForAndThenNothingIsDownloaded() {
    var environment = Map.of("XDG_CACHE_HOME", home.toString(), "LECTERN_DATA", "subset");
    var source = MnistSource.find(environment, NOWHERE, FAST);
    assertNull(source.folder());
    contains(source.notice(), "10,000 training", "about 93 %", "asks for the subset");
    contains(MnistSource.describe(environment), "carried subset");
  }

  @Test
  void theSubsetHoldsEveryDigitAboutEquallyOften() {
    var labels = new MnistSource(null, "").load(MnistFile.TRAIN_LABELS);
    var counts = new int[10];
    for (int i = 0; i < labels.count(); i++) {
      counts[labels.at(i)]++;
    }
    for (int c : counts) {
      assertTrue(c > 850 && c < 1_200, () -> "count " + c);
    }
  }

  @Test
  void aFolderThatDoesNotExistIsAnErrorAndNoSilentFallback() {
    var e = assertThrows(DataException.class, () -> inFolder(home.resolve("nowhere")));
    contains(e.getMessage(), "LECTERN_DATA=", "nowhere", "no such folder", "unset it");
  }

  @Test
  void aFolderThatLacksFilesIsAnErrorThatNamesThem() throws IOException {
    Files.write(home.resolve("train-images-idx3-ubyte"), new byte[1]);
    var e = assertThrows(DataException.class, () -> inFolder(home));
    contains(e.getMessage(), "lacks train-labels-idx1-ubyte, t10k-images-idx3-ubyte");
  }

  @Test
  void aSubfolderNamedMnistIsFound() throws IOException {
    var below = Files.createDirectory(home.resolve("mnist"));
    plant(below);
    assertEquals(below, inFolder(home).folder());
  }

  @Test
  void aFileThatIsNotTheOriginalIsRefusedWithBothChecksums() throws IOException {
    plant(home);
    var e = assertThrows(DataException.class, () -> inFolder(home).load(MnistFile.TEST_IMAGES));
    contains(
        e.getMessage(),
        home.resolve("t10k-images-idx3-ubyte.gz").toString(),
        "expected " + MnistFile.TEST_IMAGES.sha256,
        "found    544b11e980491b35ea0a29d267be603798a522d267bd875eefdf185f2a90b4ed",
        "MNIST.read");
  }

  @Test
  void aMirrorThatSendsSomethingElseIsNotBelieved() throws IOException {
    try (var server = new FileServer()) {
      for (var file : MnistFile.values()) {
        server.files.put("/" + file.gzName(), IdxTest.gzip(new byte[100]));
      }
      var environment = Map.of("XDG_CACHE_HOME", home.toString());
      var source = MnistSource.find(environment, DownloadTest.mirror(server), FAST);
      assertNull(source.folder());
      contains(source.notice(), "wrong checksum");
      try (var left = Files.list(home.resolve("lectern/mnist"))) {
        assertEquals(List.of(".lock"), left.map(p -> p.getFileName().toString()).toList());
      }
    }
  }

  @Test
  void aFullCacheIsUsedWithoutAskingTheNetwork() throws IOException {
    var cache = Files.createDirectories(home.resolve("lectern").resolve("mnist"));
    plant(cache);
    var environment = Map.of("XDG_CACHE_HOME", home.toString());
    assertEquals(cache, MnistSource.find(environment, NOWHERE, FAST).folder());
    contains(MnistSource.describe(environment), cache.toString());
  }

  @Test
  void theDescriptionOfAnEmptyCacheSaysWhatTheFirstUseWillDo() {
    contains(
        MnistSource.describe(Map.of("XDG_CACHE_HOME", home.toString())), "first use downloads it");
  }

  private MnistSource inFolder(Path folder) {
    return MnistSource.find(Map.of("LECTERN_DATA", folder.toString()), NOWHERE, FAST);
  }

  /// Puts the carried subset where the full set is expected.
  private static void plant(Path folder) throws IOException {
    for (var file : MnistFile.values()) {
      try (var in = MnistSource.class.getResourceAsStream("mnist/" + file.gzName())) {
        Files.copy(in, folder.resolve(file.gzName()));
      }
    }
  }

  private static void contains(String text, String... parts) {
    for (var part : parts) {
      assertTrue(text.contains(part), () -> "\"" + part + "\" is missing in: " + text);
    }
  }
}
