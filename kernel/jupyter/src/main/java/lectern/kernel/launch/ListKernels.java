package lectern.kernel.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `list`: where this kernel is installed.
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Shows where this kernel is installed, whether its JDK is still there and whether its AOT"
            + " cache still fits.")
public final class ListKernels implements Callable<Integer> {

  @Option(names = "--prefix", paramLabel = "FOLDER", description = "look in this prefix too")
  private Path prefix;

  @Override
  public Integer call() throws IOException {
    int found = 0;
    for (var folder : JupyterFolders.here().all()) {
      found += list(folder);
    }
    if (prefix != null) {
      found += list(JupyterFolders.prefix(prefix));
    }
    if (found == 0) {
      System.out.println("not installed; java -jar lectern-kernel.jar install does it");
    }
    return 0;
  }

  private static int list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    int found = 0;
    try (DirectoryStream<Path> kernels = Files.newDirectoryStream(folder, "[!.]*")) {
      for (var kernel : kernels) {
        var spec = new KernelSpec(kernel);
        if (spec.isOurs()) {
          System.out.println(kernel.getFileName() + "  " + kernel + "  " + state(spec));
          found++;
        }
      }
    }
    return found;
  }

  private static String state(KernelSpec spec) throws IOException {
    if (!Files.isExecutable(spec.java())) {
      return "(its JDK is gone: " + spec.java() + ")";
    }
    return spec.isFast() ? "ok" : "(its AOT cache is stale, so it starts slower: install again)";
  }
}
