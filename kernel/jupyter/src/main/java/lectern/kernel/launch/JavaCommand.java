package lectern.kernel.launch;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command that starts a kernel.
///
/// @param java the `java` program
/// @param place where the kernel's classes are, `-jar FILE` or a class path and the main class,
///   after flags of its own
public record JavaCommand(Path java, List<String> place) {

  /// The flags of every kernel's virtual machine. The serial collector keeps the process small; a
  /// heap that begins small and the free ratios keep it so (with a sixty-fourth of a large
  /// machine's memory to begin with, a hundred cells fill 115 MB of garbage before the first is
  /// swept). What the compilers borrowed goes back to the system where the C library can do that.
  /// OpenBLAS is called natively, JeroMQ reaches for `Unsafe`, cells are redefined through
  /// `java.instrument`, the Vector API is loaded through `jdk.internal.module` when a notebook asks
  /// for it. Loops that keep two dozen sums in vector registers lose a fifth of their speed when
  /// the compiler also puts integers there.
  public static final List<String> FLAGS =
      List.of(
          "-Djava.awt.headless=true",
          "-Dfile.encoding=UTF-8",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-exports=java.instrument/sun.instrument=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-Xms64m",
          "-XX:NewSize=24m",
          "-XX:MinHeapFreeRatio=15",
          "-XX:MaxHeapFreeRatio=30",
          "-XX:-UsePerfData",
          "-XX:-UseFPUForSpilling");

  /// What only Linux can do: native memory is given back, and the virtual machine's compilers,
  /// which have a second of work to do during a start, let the cell go first where cores are few.
  /// Without `-PrintWarnings` the machine would say to everybody but root that threads may refuse a
  /// higher priority; a lower one is always granted.
  private static final List<String> ON_LINUX =
      List.of(
          "-XX:TrimNativeHeapInterval=5000",
          "-XX:-PrintWarnings",
          "-XX:ThreadPriorityPolicy=1",
          "-XX:CompilerThreadPriority=5");

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

  /// The same with more flags of the virtual machine.
  JavaCommand with(List<String> flags) {
    var all = new ArrayList<>(flags);
    all.addAll(place);
    return new JavaCommand(java, List.copyOf(all));
  }

  /// The whole command.
  ///
  /// @param connectionFile the file's path, or Jupyter's placeholder for it
  public List<String> arguments(String connectionFile) {
    return line("--connection-file", connectionFile);
  }

  /// The command that runs a subcommand in a process like a kernel's.
  List<String> subcommand(String name) {
    return line(name);
  }

  private List<String> line(String... last) {
    var all = new ArrayList<String>();
    all.add(java.toString());
    all.addAll(FLAGS);
    if (System.getProperty("os.name").equals("Linux")) {
      all.addAll(ON_LINUX);
    }
    all.addAll(place);
    all.addAll(List.of(last));
    return all;
  }

  private static Path thisJava() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toAbsolutePath();
  }
}
