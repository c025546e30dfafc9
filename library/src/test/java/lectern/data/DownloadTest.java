package lectern.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DownloadTest {

  private static final byte[] CONTENT = new byte[300_000];

  static {
    for (int i = 0; i < CONTENT.length; i++) {
      CONTENT[i] = (byte) ((i * 31) >> 3);
    }
  }

  @TempDir Path folder;
  private FileServer server;
  private Path target;

  @BeforeEach
  void start() throws IOException {
    server = new FileServer();
    server.files.put("/f", CONTENT);
    target = folder.resolve("f");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aFileArrivesWholeWithItsProgress() throws Exception {
    var seen = new ArrayList<Long>();
    download()
        .fetch(
            server.uri("/f"),
            target,
            DownloadTest::complete,
            (done, total) -> {
              assertEquals(CONTENT.length, total);
              seen.add(done);
            });
    assertArrayEquals(CONTENT, Files.readAllBytes(target));
    assertEquals(CONTENT.length, seen.getLast());
    assertFalse(Files.exists(part()));
  }

  @Test
  void aBrokenLineKeepsWhatCameAndTheNextTryAsksForTheRest() throws Exception {
    server.breakAfter = 100_000;
    assertThrows(IOException.class, () -> fetch(DownloadTest::complete));
    assertFalse(Files.exists(target));
    long kept = Files.size(part());
    assertTrue(kept > 0 && kept <= 100_000, () -> "kept " + kept);

    server.breakAfter = -1;
    fetch(DownloadTest::complete);
    assertEquals(Arrays.asList(null, "bytes=" + kept + "-"), server.ranges);
    assertArrayEquals(CONTENT, Files.readAllBytes(target));
  }

  @Test
  void aServerThatIgnoresRangesSendsTheWholeFileAgain() throws Exception {
    Files.write(part(), Arrays.copyOf(CONTENT, 50));
    server.ranged = false;
    fetch(DownloadTest::complete);
    assertArrayEquals(CONTENT, Files.readAllBytes(target));
  }

  @Test
  void aPartLongerThanTheFileIsFetchedAnew() throws Exception {
    Files.write(part(), new byte[CONTENT.length + 7]);
    fetch(DownloadTest::complete);
    assertArrayEquals(CONTENT, Files.readAllBytes(target));
  }

  @Test
  void aWrongChecksumLeavesNothingBehind() throws Exception {
    var e = assertThrows(IOException.class, () -> fetch(file -> false));
    assertTrue(e.getMessage().contains("wrong checksum"), e.getMessage());
    assertFalse(Files.exists(target));
    assertFalse(Files.exists(part()));
  }

  @Test
  void anErrorPageIsNotTakenForTheFile() {
    var e =
        assertThrows(
            IOException.class,
            () -> download().fetch(server.uri("/none"), target, f -> true, (d, t) -> {}));
    assertTrue(e.getMessage().contains("HTTP 404"), e.getMessage());
  }

  @Test
  void aServerThatDoesNotAnswerIsGivenUpSoon() throws Exception {
    try (var silent = new ServerSocket(0)) {
      var uri = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/f");
      var e =
          assertThrows(
              IOException.class,
              () ->
                  new Download(Duration.ofMillis(200), Duration.ofSeconds(5))
                      .fetch(uri, target, f -> true, (d, t) -> {}));
      assertEquals("127.0.0.1 did not answer in 200 ms", e.getMessage());
    }
  }

  @Test
  void dataThatStopsFlowingEndsTheDownload() {
    server.stallAfter = 100_000;
    var stalling = new Download(Duration.ofSeconds(5), Duration.ofMillis(300));
    assertThrows(
        IOException.class, () -> stalling.fetch(server.uri("/f"), target, f -> true, (d, t) -> {}));
    assertTrue(Files.exists(part()));
  }

  @Test
  void aHostThatDoesNotExistIsAnErrorThatNamesIt() {
    var e =
        assertThrows(
            IOException.class,
            () ->
                download()
                    .fetch(
                        URI.create("http://no-such-host.invalid/f"),
                        target,
                        f -> true,
                        (d, t) -> {}));
    assertTrue(e.getMessage().contains("no-such-host.invalid"), e.getMessage());
  }

  private static boolean complete(Path file) {
    try {
      return Arrays.equals(CONTENT, Files.readAllBytes(file));
    } catch (IOException e) {
      return false;
    }
  }

  private void fetch(Predicate<Path> valid) throws Exception {
    download().fetch(server.uri("/f"), target, valid, (done, total) -> {});
  }

  private static Download download() {
    return new Download(Duration.ofSeconds(5), Duration.ofSeconds(5));
  }

  private Path part() {
    return folder.resolve("f.part");
  }

  static List<URI> mirror(FileServer server) {
    return List.of(server.uri("/"));
  }
}
