package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/// The Python of the integration tests. Nothing else in the build needs one.
final class Python {

  private Python() {}

  /// A Python with these modules of `.ci/requirements.txt`: `LECTERN_PYTHON`, or else `python3`.
  /// Where it has them not the calling test says so and stops; under CI it fails.
  static String with(String... modules) throws IOException, InterruptedException {
    var python = Optional.ofNullable(System.getenv("LECTERN_PYTHON")).orElse("python3");
    var names = String.join(", ", modules);
    if (!has(python, names)) {
      notTested(
          "'"
              + python
              + "' has not all of "
              + names
              + ". Install .ci/requirements.txt in a virtual environment and set LECTERN_PYTHON to"
              + " its python.");
    }
    return python;
  }

  /// Ends the calling test: under CI as failed, else as aborted, with a word on the console.
  static void notTested(String reason) {
    if (System.getenv("CI") != null) {
      fail(reason);
    }
    System.err.println("\n*** NOT TESTED: " + reason + "\n");
    throw new TestAbortedException(reason);
  }

  private static boolean has(String python, String modules) throws InterruptedException {
    try {
      var command = List.of(python, "-c", "import " + modules);
      return House.run(House.TOP, Map.of(), command).exit() == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }
}
