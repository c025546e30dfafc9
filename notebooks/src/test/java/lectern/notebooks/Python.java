package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/// The Python of the integration tests. Nothing else in the build needs one.
final class Python {

  private Python() {}

  /// A Python that has all these modules: `LECTERN_PYTHON` and no other where that is set, else the
  /// first of those that `.ci/run` and `./lab` have made and of `python3`. Where none has them the
  /// calling test says so and stops; under CI it fails.
  static String with(String... modules) throws IOException, InterruptedException {
    var set = System.getenv("LECTERN_PYTHON");
    var candidates =
        set != null
            ? List.of(set)
            : List.of(
                House.TOP.resolve(".ci-cache/python/bin/python").toString(),
                House.TOP.resolve(".venv/bin/python").toString(),
                "python3");
    for (var python : candidates) {
      if (has(python, modules)) {
        return python;
      }
    }
    notTested(
        "none of "
            + String.join(", ", candidates)
            + " has "
            + String.join(" and ", modules)
            + ". Install .ci/requirements.txt in a virtual environment and set LECTERN_PYTHON to"
            + " its python.");
    throw new IllegalStateException("not reached");
  }

  /// Ends the calling test: under CI as failed, else as aborted, with a word on the console.
  static void notTested(String reason) {
    if (System.getenv("CI") != null) {
      fail(reason);
    }
    System.err.println("\n*** NOT TESTED: " + reason + "\n");
    throw new TestAbortedException(reason);
  }

  private static boolean has(String python, String... modules) throws InterruptedException {
    try {
      var command = List.of(python, "-c", "import " + String.join(", ", modules));
      return House.run(House.TOP, Map.of(), command).exit() == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }
}
