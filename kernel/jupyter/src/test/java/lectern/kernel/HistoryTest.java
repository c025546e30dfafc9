package lectern.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lectern.kernel.protocol.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The history that outlives a kernel.
class HistoryTest {

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("state/history.jsonl");
  }

  private History open() {
    return new History(Optional.of(new HistoryFile(file())));
  }

  private void session(String... cells) {
    try (var history = open()) {
      for (int i = 0; i < cells.length; i++) {
        history.add(i + 1, cells[i], null);
      }
    }
  }

  private static String tail(History history, Integer n) {
    return ask(history, "tail", 0, 0, null, n, null, false, false);
  }

  private static String range(History history, int session, int start, Integer stop) {
    return ask(history, "range", session, start, stop, null, null, false, false);
  }

  private static String search(History history, String pattern, Integer n, boolean unique) {
    return ask(history, "search", 0, 0, null, n, pattern, unique, false);
  }

  private static String ask(
      History history,
      String type,
      int session,
      int start,
      Integer stop,
      Integer n,
      String pattern,
      boolean unique,
      boolean output) {
    return history
        .answer(new Request.History(output, true, type, session, start, stop, n, pattern, unique))
        .toString();
  }

  @Test
  void theNextSessionSeesTheCellsOfThoseBefore() {
    session("a", "b");
    session("c");
    try (var history = open()) {
      history.add(1, "d", "4");
      assertEquals("[[1,2,\"b\"],[2,1,\"c\"],[3,1,\"d\"]]", tail(history, 3));
      assertEquals("[]", tail(history, 0));
      assertEquals("[[3,1,\"d\"]]", range(history, 0, 1, null));
      assertEquals("[[2,1,\"c\"]]", range(history, -1, 0, null));
      assertEquals("[[1,1,\"a\"]]", range(history, -2, 1, 2));
      assertEquals("[[1,2,\"b\"]]", range(history, 1, -1, 0));
      assertEquals("[]", range(history, -9, 0, null));
      assertEquals(
          "[[2,1,[\"c\",null]],[3,1,[\"d\",\"4\"]]]",
          ask(history, "tail", 0, 0, null, 2, null, false, true));
    }
  }

  @Test
  void patternsAreThoseOfAShell() {
    session("int x = 1;", "x + 1", "x * 2", "🎈[1]", "x + 1");
    try (var history = open()) {
      assertEquals("[[1,2,\"x + 1\"],[1,5,\"x + 1\"]]", search(history, "x [+] ?", null, false));
      assertEquals("[[1,5,\"x + 1\"]]", search(history, "x + *", null, true));
      assertEquals("[[1,3,\"x * 2\"]]", search(history, "x [^+]*", null, false));
      assertEquals("[[1,4,\"🎈[1]\"]]", search(history, "?[[]1]", null, false));
      assertEquals("[[1,5,\"x + 1\"]]", search(history, "*", 1, false));
      assertEquals("[]", search(history, "[z-a]", null, false));
    }
  }

  @Test
  void kernelsThatRunAtTheSameTimeHaveNumbersOfTheirOwn() throws Exception {
    try (var first = open();
        var second = open()) {
      tail(first, 1);
      tail(second, 1);
      var threads =
          List.of(first, second).stream()
              .map(
                  h ->
                      Thread.ofPlatform()
                          .start(
                              () -> {
                                for (int i = 1; i <= 50; i++) {
                                  h.add(i, "cell " + i, null);
                                }
                              }))
              .toList();
      for (var thread : threads) {
        thread.join();
      }
    }
    try (var history = open()) {
      assertEquals(50, range(history, 1, 1, null).split("cell", -1).length - 1);
      assertEquals(50, range(history, 2, 1, null).split("cell", -1).length - 1);
    }
  }

  @Test
  void brokenLinesArePassedOver() throws IOException {
    session("a");
    Files.writeString(
        file(), "{\"session\":1,\"line\":2,\"inp", StandardOpenOption.APPEND); // died here
    session("b");
    Files.writeString(file(), "null\n[]\n{\"session\":\"x\"}\n", StandardOpenOption.APPEND);
    try (var history = open()) {
      assertEquals("[[1,1,\"a\"],[2,1,\"b\"]]", tail(history, null));
    }
  }

  @Test
  void aFileThatHasGrownIsMovedBesideAndNothingIsLostYet() throws IOException {
    var large = "x".repeat(HistoryFile.LIMIT / 10);
    for (int i = 0; i < 15; i++) {
      session(large, "cell " + i);
    }
    try (var history = open()) {
      assertEquals(15, search(history, "cell *", null, false).split("cell", -1).length - 1);
      for (int i = 1; i <= 40; i++) {
        history.add(i, large, null);
      }
    }
    long size = 0;
    try (var files = Files.list(file().getParent())) {
      for (var each : files.toList()) {
        size += Files.size(each);
      }
    }
    assertTrue(size < 3L * HistoryFile.LIMIT, "grows without bound: " + size);
  }

  @Test
  void whereNothingCanBeWrittenTheSessionIsKeptAlone() throws IOException {
    Files.writeString(folder.resolve("state"), "a file where a folder should be");
    try (var history = open()) {
      history.add(1, "a", null);
      assertEquals("[[1,1,\"a\"]]", tail(history, null));
    }
  }

  @Test
  void aFileThatIsNoHistoryIsLeftAlone() throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "dear diary\n");
    session("a");
    assertEquals("dear diary\n", Files.readString(file()));
  }

  @Test
  void onlyItsOwnerReadsIt() throws IOException {
    session("password = 1");
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }
  }

  @Test
  void theEnvironmentSaysWhere() {
    var home = Path.of("/home/me");
    assertTrue(HistoryFile.of(Map.of("LECTERN_HISTORY", "off"), home, "Linux").isEmpty());
    assertFalse(HistoryFile.of(Map.of(), home, "Linux").isEmpty());
    assertEquals("/home/me/.local/state/lectern/history.jsonl", path(Map.of(), "Linux"));
    assertEquals("/s/lectern/history.jsonl", path(Map.of("XDG_STATE_HOME", "/s"), "Linux"));
    assertEquals(
        "/home/me/Library/Application Support/lectern/history.jsonl", path(Map.of(), "Mac OS X"));
    assertEquals("/home/me/h.jsonl", path(Map.of("LECTERN_HISTORY", "~/h.jsonl"), "Linux"));
  }

  private static String path(Map<String, String> environment, String system) {
    var file = HistoryFile.of(environment, Path.of("/home/me"), system).orElseThrow();
    return file.path().toString().replace('\\', '/');
  }
}
