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

/// The Jupyter project's own tests of a kernel, run in Python against the installed kernelspec.
class JupyterKernelTest {

  @TempDir Path prefix;

  @Test
  void jupyter_kernel_test_passes() throws IOException, InterruptedException {
    var python = Python.with("jupyter_kernel_test", "jupyterlab");
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
            List.of(python, "-B", "-m", "unittest", "-v", "test_protocol"));
    assertEquals(0, tests.exit(), tests::output);
    assertFalse(tests.output().contains("Ran 0 tests"), tests::output);
    assertTrue(tests.output().contains("test_execute_stdout"), tests::output);
  }
}
