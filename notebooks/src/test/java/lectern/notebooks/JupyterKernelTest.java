package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/// The Jupyter project's own tests of a kernel, run in Python against the installed kernelspec.
class JupyterKernelTest {

  @TempDir Path prefix;

  @Test
  void jupyter_kernel_test_passes() throws IOException, InterruptedException {
    var python = python();
    var installed =
        House.kernel(
            "install",
            "--prefix",
            prefix.toString(),
            "--name",
            "java",
            "--classpath",
            House.CLASS_PATH);
    assertEquals(0, installed.exit(), installed::output);
    var tests =
        House.run(
            House.NOTEBOOKS.resolve("src/test/python"),
            Map.of("JUPYTER_PATH", prefix.resolve("share/jupyter").toString()),
            List.of(python, "-B", "-m", "unittest", "-v", "test_protocol"));
    assertEquals(0, tests.exit(), tests::output);
    assertFalse(tests.output().contains("Ran 0 tests"), tests::output);
    assertTrue(tests.output().contains("test_execute_stdout"), tests::output);
  }

  /// A Python with jupyter_kernel_test. Without one the test says so and stops; under CI it fails.
  private static String python() throws IOException, InterruptedException {
    var python = Optional.ofNullable(System.getenv("LECTERN_PYTHON")).orElse("python3");
    if (has(python)) {
      return python;
    }
    var reason =
        "jupyter_kernel_test did not run: '"
            + python
            + "' has it not. Install .ci/requirements.txt in a virtual environment and set"
            + " LECTERN_PYTHON to its python.";
    if (System.getenv("CI") != null) {
      fail(reason);
    }
    System.err.println("\n*** NOT TESTED: " + reason + "\n");
    throw new TestAbortedException(reason);
  }

  private static boolean has(String python) throws InterruptedException {
    try {
      var command = List.of(python, "-c", "import jupyter_kernel_test");
      return House.run(House.TOP, Map.of(), command).exit() == 0;
    } catch (IOException e) {
      return false; // There is no such program.
    }
  }
}
