package lectern.kernel.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Predicate;

/// A short hash of a notebook's sources, kept in its metadata: it tells whether something was
/// changed since, whatever the outputs look like.
final class SourceStamp {

  /// Of the code whose outputs the notebook holds.
  static final String EXECUTED = "executed";

  /// Of the clean twin as it was generated.
  static final String GENERATED = "generated";

  private SourceStamp() {}

  /// Notes that the outputs are those of the code as it is.
  static void executed(Notebook notebook) {
    notebook.note(EXECUTED, hash(notebook, SourceStamp::isCode));
  }

  /// Whether the outputs are those of the code as it is.
  static boolean isExecuted(Notebook notebook) {
    return matches(notebook, EXECUTED, SourceStamp::isCode);
  }

  /// Notes that all cells are as they were generated.
  static void generated(Notebook twin) {
    twin.note(GENERATED, hash(twin, cell -> true));
  }

  /// Whether all cells are still as they were generated.
  static boolean isGenerated(Notebook twin) {
    return matches(twin, GENERATED, cell -> true);
  }

  private static boolean matches(Notebook notebook, String name, Predicate<JsonObject> which) {
    return notebook.note(name).filter(hash(notebook, which)::equals).isPresent();
  }

  private static boolean isCode(JsonObject cell) {
    return cell.get("cell_type").getAsString().equals("code");
  }

  private static String hash(Notebook notebook, Predicate<JsonObject> which) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var cell : notebook.cells()) {
        if (which.test(cell)) {
          digest.update(Notebook.joined(cell.get("source")).strip().getBytes(UTF_8));
          digest.update((byte) 0);
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has SHA-256
    }
  }
}
