package lectern.reading;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// The file `exercises.json` in the notebook's folder: where the reader stands with each exercise.
///
/// It is read and written anew each time, so it survives the kernel and may be edited by hand. A
/// file that cannot be read or written never stops a cell: it is laid aside, and the reader is
/// told.
final class Standings {

  static final String FILE = "exercises.json";

  private static final TypeToken<TreeMap<String, Standing>> BY_ID = new TypeToken<>() {};

  private final Path file;
  private final StringBuilder notes = new StringBuilder();

  Standings(Path folder) {
    file = folder.resolve(FILE);
  }

  /// Of the folder that the property `lectern.exercises` or the environment variable
  /// `LECTERN_EXERCISES` names, else of the folder the notebook runs in.
  static Standings here() {
    var folder = System.getProperty("lectern.exercises", System.getenv("LECTERN_EXERCISES"));
    return new Standings(Path.of(folder == null || folder.isBlank() ? "" : folder));
  }

  /// Where the reader stands with an exercise.
  Standing of(String id) {
    return read().getOrDefault(id, Standing.NEW);
  }

  /// All exercises that were tried, by id.
  synchronized Map<String, Standing> read() {
    if (!Files.exists(file)) {
      return new TreeMap<>();
    }
    try {
      var json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      var all = new GsonBuilder().create().fromJson(json.get("exercises"), BY_ID);
      for (var entry : all.entrySet()) {
        var standing = entry.getValue();
        if (standing == null || standing.mark() == null || standing.pass() < 1) {
          throw new JsonParseException("\"" + entry.getKey() + "\" has no mark or no pass");
        }
      }
      return all;
    } catch (IOException | RuntimeException e) {
      layAside(e);
      return new TreeMap<>();
    }
  }

  /// Changes where the reader stands with an exercise.
  synchronized Standing update(String id, UnaryOperator<Standing> change) {
    var all = read();
    var next = change.apply(all.getOrDefault(id, Standing.NEW));
    all.put(id, next);
    write(all);
    return next;
  }

  /// Writes beside, then moves: the file is whole or as before.
  synchronized void write(Map<String, Standing> all) {
    var json = new GsonBuilder().setPrettyPrinting().create();
    var text = json.toJson(Map.of("exercises", new TreeMap<>(all))) + "\n";
    try {
      var beside = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ".writing");
      try {
        Files.writeString(beside, text);
        move(beside, file);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      note("Your progress could not be written to %s (%s).".formatted(file, e));
    }
  }

  private void layAside(Exception why) {
    var aside = file.resolveSibling(FILE + ".broken");
    for (int i = 2; Files.exists(aside); i++) {
      aside = file.resolveSibling(FILE + ".broken" + i);
    }
    try {
      move(file, aside);
      note(
          "%s could not be read (%s). It is kept as %s, and your progress begins anew."
              .formatted(FILE, why.getMessage(), aside.getFileName()));
    } catch (IOException e) {
      note("%s could not be read (%s).".formatted(FILE, why.getMessage()));
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void note(String text) {
    notes.append(notes.isEmpty() ? "" : " ").append(text);
  }

  /// What went wrong with the file, for the reader; empty when nothing did.
  String notes() {
    return notes.toString();
  }
}
