package lectern.kernel.launch;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command that starts a kernel.
///
/// @param java the `java` program
/// @param place where the kernel's classes are: `-jar FILE`, or a class path and the main class
public record JavaCommand(Path java, List<String> place) {

  /// The flags of every kernel's virtual machine. The serial collector keeps the process small; the
  /// free ratios make it give memory back. OpenBLAS is called natively, JeroMQ reaches for
  /// `Unsafe`, cells are redefined through `java.instrument`, the library computes with vector
  /// lanes.
  public static final List<String> FLAGS =
      List.of(
          "-Djava.awt.headless=true",
          "-Dfile.encoding=UTF-8",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-exports=java.instrument/sun.instrument=ALL-UNNAMED",
          "--add-modules=jdk.incubator.vector",
          "-XX:+UseSerialGC",
          "-XX:MinHeapFreeRatio=15",
          "-XX:MaxHeapFreeRatio=30",
          "-XX:-UsePerfData");

  private static final String MAIN = "lectern.kernel.Main";

  /// A kernel like this process: the same JDK and the same classes.
  public static JavaCommand ofThisProcess() {
    var classes = System.getProperty("java.class.path");
    boolean oneJar = classes.endsWith(".jar") && !classes.contains(File.pathSeparator);
    return oneJar
        ? ofJar(Path.of(classes))
        : new JavaCommand(thisJava(), List.of("-cp", classes, MAIN));
  }

  /// A kernel of this JDK from one jar that holds everything.
  public static JavaCommand ofJar(Path jar) {
    return new JavaCommand(thisJava(), List.of("-jar", jar.toAbsolutePath().toString()));
  }

  /// The whole command.
  ///
  /// @param connectionFile the file's path, or Jupyter's placeholder for it
  public List<String> arguments(String connectionFile) {
    var all = new ArrayList<String>();
    all.add(java.toString());
    all.addAll(FLAGS);
    all.addAll(place);
    all.add("--connection-file");
    all.add(connectionFile);
    return all;
  }

  private static Path thisJava() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toAbsolutePath();
  }
}
