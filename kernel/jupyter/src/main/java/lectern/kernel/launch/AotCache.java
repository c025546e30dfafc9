package lectern.kernel.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Classes of a kernel as they are after loading and linking, and what the JIT compiler wants to
/// know of their methods, from a run of some typical cells. A kernel that starts from it takes half
/// the time to its first answer.
///
/// It fits one JDK build, one jar and one set of flags. Where it does not fit, the virtual machine
/// starts without it and says nothing.
///
/// @param file beside the kernel's jar
record AotCache(Path file) {

  static final String NAME = "lectern-kernel.aot";

  /// The subcommand that runs the cells to learn from.
  public static final String TRAIN = "train";

  private static final long MINUTES = 5;

  /// The cache of the jar in a folder.
  static AotCache in(Path folder) {
    return new AotCache(folder.resolve(NAME));
  }

  /// The flags of a kernel that starts from it. A stale cache is the doctor's business, not a line
  /// on the terminal at each start.
  List<String> flags() {
    return List.of("-XX:AOTCache=" + file, "-Xlog:aot=off,cds=off");
  }

  /// Makes it: runs the kernel once, beside first, then moved into place.
  ///
  /// @param classPath for `LECTERN_CLASSPATH`; empty for none
  /// @return why there is none now; empty when it was made
  /// @throws IOException when files cannot be written
  Optional<String> make(JavaCommand kernel, String classPath) throws IOException {
    var beside = file.resolveSibling(NAME + ".part");
    var log = file.resolveSibling("training.log");
    try {
      var training =
          new ProcessBuilder(kernel.with(List.of("-XX:AOTCacheOutput=" + beside)).subcommand(TRAIN))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      training.environment().put("LECTERN_CLASSPATH", classPath);
      var process = training.start();
      process.getOutputStream().close();
      var ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return Optional.of("training took longer than " + MINUTES + " minutes");
      }
      if (process.exitValue() != 0 || !Files.exists(beside)) {
        return Optional.of("training ended with " + process.exitValue() + ": " + lastLine(log));
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("training was interrupted");
    } finally {
      Files.deleteIfExists(beside);
      Files.deleteIfExists(Path.of(beside + ".config"));
      Files.deleteIfExists(log);
    }
  }

  /// Whether the virtual machine takes it.
  boolean fits(JavaCommand kernel) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    var process =
        new ProcessBuilder(
                kernel
                    .with(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + file))
                    .subcommand("--version"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String lastLine(Path log) throws IOException {
    var lines = Files.readAllLines(log);
    return lines.isEmpty() ? "it said nothing" : lines.getLast();
  }
}
