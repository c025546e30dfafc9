package lectern.kernel.magic;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lectern.display.Html;
import lectern.display.Latex;
import lectern.display.Markdown;
import lectern.display.MimeBundle;
import lectern.kernel.jshell.Magics;
import lectern.kernel.jshell.Magics.UsageException;

/// Cells in other languages.
final class Texts {

  private Texts() {}

  static List<Magic> magics() {
    return List.of(
        Magic.cell("html", "%%html", "Shows the cell as HTML.", c -> new Html(body(c))),
        Magic.cell(
            "markdown md", "%%markdown", "Shows the cell as Markdown.", c -> new Markdown(body(c))),
        Magic.cell(
            "latex", "%%latex", "Shows the cell as a formula in LaTeX.", c -> new Latex(body(c))),
        Magic.cell(
            "svg",
            "%%svg",
            "Shows the cell as an SVG picture.",
            c -> MimeBundle.text("SVG").with(MimeBundle.SVG, body(c))),
        Magic.cell(
            "javascript js",
            "%%javascript",
            "Runs the cell in the page, where the notebook is trusted.",
            c -> MimeBundle.text("JavaScript").with("application/javascript", body(c))),
        Magic.either(
            "bash sh",
            "%%bash [options]",
            "Runs the cell in a shell; its output appears as it comes. `%bash` runs a line.",
            Texts::bash));
  }

  private static String body(Magic.Call call) {
    return call.body().orElse("").strip();
  }

  private static Object bash(Magic.Call call) throws IOException, InterruptedException {
    var shell = call.name().equals("sh") ? "sh" : "bash";
    Process process;
    var command = new ArrayList<>(List.of(shell));
    if (call.body().isPresent()) {
      command.addAll(call.words());
    }
    command.addAll(List.of("-c", call.body().orElse(call.arguments())));
    try {
      process = new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new UsageException(shell + " does not start here: " + e.getMessage(), e);
    }
    try {
      process.getOutputStream().close();
      var out = pump(process.getInputStream(), System.out);
      var err = pump(process.getErrorStream(), System.err);
      var status = process.waitFor();
      out.join();
      err.join();
      if (status != 0) {
        throw new UsageException(shell + " ended with status " + status + ".");
      }
      return Magics.NOTHING;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /// Copies a stream as it comes, on a thread that belongs to this cell.
  private static Thread pump(InputStream from, PrintStream to) {
    return Thread.ofPlatform()
        .daemon()
        .name("lectern-shell")
        .start(
            () -> {
              try (Reader reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
                var buffer = new char[8192];
                for (var n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                  to.print(new String(buffer, 0, n));
                  to.flush();
                }
              } catch (IOException e) {
                to.flush(); // the process was ended
              }
            });
  }
}
