package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests in Python against the installed kernelspec: the Jupyter project's own of a kernel, and
/// ours of the wires and subshells that they leave out.
class JupyterKernelTest {

  @TempDir Path prefix;

  @Test
  void jupyter_kernel_test_passes() throws IOException, InterruptedException {
    var output = passes("test_protocol");
    assertTrue(output.contains("test_execute_stdout"), output);
  }

  @Test
  void every_wire_and_subshells_work_with_jupyter_client()
      throws IOException, InterruptedException {
    var output = passes("test_wires");
    assertTrue(output.contains("Ran 5 tests"), output);
  }

  /// Runs a Python test against the installed kernel; what it printed.
  private String passes(String module) throws IOException, InterruptedException {
    var python = Python.with("jupyter_kernel_test");
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
            Map.of(
                "JUPYTER_PATH",
                prefix.resolve("share/jupyter").toString(),
                "LECTERN_HISTORY",
                prefix.resolve("history.jsonl").toString()),
            List.of(python, "-B", "-m", "unittest", "-v", module));
    assertEquals(0, tests.exit(), tests::output);
    assertFalse(tests.output().contains("Ran 0 tests"), tests::output);
    return tests.output();
  }
}
