package lectern.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import lectern.kernel.protocol.Json;

/// The cells of every kernel, one JSON object a line: `{"session":3,"line":7,"input":"1 + 1"}`. A
/// line without a cell begins a session.
///
/// Several kernels share the file: each line is appended by one write while a lock is held. A
/// broken line is passed over. A file that has grown to [#LIMIT] is moved beside, and the one that
/// was there before goes.
final class HistoryFile {

  /// One cell.
  ///
  /// @param line its number; null where a session begins
  record Entry(int session, Integer line, String input) {}

  /// How long a file may grow, in bytes.
  static final int LIMIT = 2 << 20;

  /// A longer cell is not kept, in characters.
  private static final int LONGEST = LIMIT / 8;

  private static final String FIRST = "{\"session\":";

  /// Locks of files hold between processes only.
  private static final ReentrantLock HERE = new ReentrantLock();

  private final Path path;
  private final Path old;
  private final Path lock;

  HistoryFile(Path path) {
    this.path = path;
    old = path.resolveSibling(path.getFileName() + ".old");
    lock = path.resolveSibling(path.getFileName() + ".lock");
  }

  /// The file that `LECTERN_HISTORY` names, none for `off`; by default `lectern/history.jsonl`
  /// where the system keeps the state of programs.
  ///
  /// @param system the operating system's name
  static Optional<HistoryFile> of(Map<String, String> environment, Path home, String system) {
    Function<String, Optional<Path>> variable =
        name -> Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
    var chosen = environment.getOrDefault("LECTERN_HISTORY", "").strip();
    if (chosen.equals("off")) {
      return Optional.empty();
    }
    if (!chosen.isEmpty()) {
      var path = chosen.startsWith("~/") ? home.resolve(chosen.substring(2)) : Path.of(chosen);
      return Optional.of(new HistoryFile(path.toAbsolutePath()));
    }
    var name = system.toLowerCase(Locale.ROOT);
    var state =
        name.contains("mac")
            ? home.resolve("Library/Application Support")
            : name.contains("windows")
                ? variable.apply("LOCALAPPDATA").orElse(home.resolve("AppData/Local"))
                : variable.apply("XDG_STATE_HOME").orElse(home.resolve(".local/state"));
    return Optional.of(new HistoryFile(state.resolve("lectern/history.jsonl").toAbsolutePath()));
  }

  Path path() {
    return path;
  }

  /// Begins a session; its number is the next after all that are known.
  ///
  /// @throws IOException when the file cannot be written, or holds something else
  int begin() throws IOException {
    return locked(
        () -> {
          if (isForeign()) {
            throw new IOException(path + " holds something else, which is left alone");
          }
          int session = 1 + read().stream().mapToInt(Entry::session).max().orElse(0);
          write(new Entry(session, null, null));
          return session;
        });
  }

  /// Adds cells.
  void append(List<Entry> entries) throws IOException {
    locked(
        () -> {
          for (var entry : entries) {
            if (Files.exists(path) && Files.size(path) > LIMIT) {
              Files.move(path, old, StandardCopyOption.REPLACE_EXISTING);
            }
            if (entry.input.length() <= LONGEST) {
              write(entry);
            }
          }
          return null;
        });
  }

  /// All that is kept, oldest first; beginnings of sessions too.
  List<Entry> read() throws IOException {
    var entries = new ArrayList<Entry>();
    for (var file : List.of(old, path)) {
      if (Files.exists(file)) {
        new String(Files.readAllBytes(file), UTF_8)
            .lines()
            .map(HistoryFile::parse)
            .flatMap(Optional::stream)
            .forEach(entries::add);
      }
    }
    return entries;
  }

  private static Optional<Entry> parse(String line) {
    try {
      return Optional.ofNullable(Json.GSON.fromJson(line, Entry.class))
          .filter(e -> e.session > 0 && (e.line == null) == (e.input == null));
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  private boolean isForeign() throws IOException {
    if (!Files.exists(path)) {
      return false;
    }
    try (var in = Files.newInputStream(path)) {
      var first = new String(in.readNBytes(FIRST.length()), UTF_8);
      return !first.isEmpty() && !first.equals(FIRST);
    }
  }

  private void write(Entry entry) throws IOException {
    create(path);
    try (var channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var line = Json.GSON.toJson(entry) + "\n";
      long end = channel.size();
      var last = ByteBuffer.allocate(1);
      if (end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n') {
        line = "\n" + line; // someone died while writing
      }
      channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)), end);
    }
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T locked(Work<T> work) throws IOException {
    HERE.lock();
    try {
      Files.createDirectories(path.getParent());
      create(lock);
      try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE);
          var held = channel.lock()) {
        if (!held.isValid()) {
          throw new IOException(lock + " cannot be locked");
        }
        return work.run();
      }
    } finally {
      HERE.unlock();
    }
  }

  /// Cells may hold secrets: only the owner reads them.
  private static void create(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        var mine = PosixFilePermissions.fromString("rw-------");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(mine));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) {
      return; // another kernel was faster
    }
  }
}
