package lectern.notebooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where things lie in the clone and how the tests start programs in it.
final class House {

  static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  static final Path NOTEBOOKS = TOP.resolve("notebooks");
  static final Path KERNEL = TOP.resolve("kernel/jupyter/target/lectern-kernel.jar");
  static final String CLASS_PATH = NOTEBOOKS.resolve("target/lib") + "/*";

  /// A folder where no exercise was answered, since there is none.
  private static final Map<String, String> NO_EXERCISES =
      Map.of("LECTERN_EXERCISES", NOTEBOOKS.resolve("target/no-exercises").toString());

  /// Not `….yours.ipynb`, which is a reader's own.
  private static final Pattern TWIN = Pattern.compile("[^.]+\\.ipynb");

  private House() {}

  /// The lessons in reading order.
  static List<Path> lessons() throws IOException {
    try (var files = Files.list(NOTEBOOKS)) {
      return files.filter(f -> f.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  /// Their clean twins.
  static List<Path> twins() throws IOException {
    try (var files = Files.list(NOTEBOOKS.resolve("clean"))) {
      return files
          .filter(f -> TWIN.matcher(f.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  /// All files with this ending that belong to the project.
  static List<Path> files(String ending) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        TOP,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            var name = folder.getFileName().toString();
            return !folder.equals(TOP) && (name.startsWith(".") || name.equals("target"))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(ending)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  /// The text of a file, by its path from the top of the clone.
  static String read(String path) throws IOException {
    return Files.readString(TOP.resolve(path));
  }

  /// What a program left behind.
  ///
  /// @param output standard output and error together
  record Finished(int exit, String output) {}

  /// Runs the kernel's jar on the JDK of the tests. Notebooks find no exercises answered before.
  static Finished kernel(String... arguments) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = Stream.of(List.of(java, "-jar", KERNEL.toString()), List.of(arguments));
    return run(NOTEBOOKS, NO_EXERCISES, command.flatMap(List::stream).toList());
  }

  /// Runs a program without input and waits for it.
  ///
  /// @param environment added to this process' own; an empty value removes a variable
  static Finished run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("LECTERN_HISTORY", "off"); // the home's history is its owner's
    environment.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Finished(process.waitFor(), output);
  }
}
