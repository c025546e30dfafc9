package lectern.kernel.launch;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `uninstall`: makes Jupyter forget this kernel.
@Command(
    name = "uninstall",
    mixinStandardHelpOptions = true,
    description = "Removes this kernel from Jupyter. Another kernel is never removed.")
public final class Uninstall implements Callable<Integer> {

  @Mixin private Target target;

  @Override
  public Integer call() throws IOException {
    var spec = target.spec();
    if (!spec.remove()) {
      System.err.println("nothing is installed in " + spec.folder());
      return 1;
    }
    System.out.println("Removed " + spec.folder());
    return 0;
  }
}
