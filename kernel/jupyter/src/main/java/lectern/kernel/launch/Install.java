package lectern.kernel.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `install`: makes Jupyter find this kernel.
@Command(
    name = "install",
    mixinStandardHelpOptions = true,
    description = "Makes Jupyter find this kernel. Another kernel is never overwritten.")
public final class Install implements Callable<Integer> {

  @Mixin private Target target;

  @Option(
      names = "--display-name",
      defaultValue = "Java (Lectern)",
      description = "what the menu shows (${DEFAULT-VALUE})")
  private String displayName;

  @Option(
      names = "--classpath",
      defaultValue = "",
      description = "jars, folders and dir/* for every notebook")
  private String classPath;

  @Override
  public Integer call() throws IOException {
    var jar = Path.of(System.getProperty("java.class.path"));
    if (!Files.isRegularFile(jar)) {
      throw new IOException("install: run me as java -jar lectern-kernel.jar install");
    }
    var spec = target.spec();
    spec.install(jar, displayName, classPath);
    System.out.println("Installed " + displayName + " in " + spec.folder());
    spec.speedUp(displayName, classPath)
        .ifPresent(
            problem ->
                System.err.println(
                    "It starts slower than it could, without an AOT cache: " + problem));
    return 0;
  }
}
