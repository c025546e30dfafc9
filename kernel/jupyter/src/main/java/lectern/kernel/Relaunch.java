package lectern.kernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lectern.kernel.launch.JavaCommand;
import lectern.kernel.wire.Log;

/// Starts the kernel again in a virtual machine with further options, as `JJAVA_JVM_OPTS` asks for:
/// a running one cannot change its heap.
final class Relaunch {

  private Relaunch() {}

  /// Runs the kernel to its end.
  ///
  /// @param options for example `-Xmx4g -ea`
  /// @return its exit code
  static int with(String options, String connectionFile) {
    var here = JavaCommand.ofThisProcess();
    var command = new ArrayList<>(here.arguments(connectionFile));
    command.addAll(
        command.indexOf(here.place().getFirst()), List.of(options.strip().split("\\s+", -1)));
    var builder = new ProcessBuilder(command).inheritIO();
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.matches("(LECTERN|JJAVA|IJAVA)_JVM_OPTS"));
    environment.put("JPY_PARENT_PID", Long.toString(ProcessHandle.current().pid()));
    try {
      var kernel = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(kernel::destroy));
      Start.watchParent(System.getenv("JPY_PARENT_PID"));
      return kernel.waitFor();
    } catch (IOException e) {
      Log.line("the kernel cannot start: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }
}
