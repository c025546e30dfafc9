package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// JupyterLab finds the settings that the launcher and the images lay beside it.
class JupyterLabSettingsTest {

  @Test
  void long_outputs_are_not_cut_by_the_server() throws IOException, InterruptedException {
    var python = Python.with("jupyterlab");
    var settings = House.TOP.resolve("binder/prefix/etc/jupyter").toString();
    var shown =
        House.run(
            House.NOTEBOOKS,
            Map.of("JUPYTER_CONFIG_PATH", settings),
            List.of(python, "-m", "jupyterlab", "--show-config"));
    assertTrue(shown.output().contains("iopub_msg_rate_limit = 1000000"), shown::output);
    assertTrue(shown.output().contains("iopub_data_rate_limit = 1000000000"), shown::output);
  }
}
