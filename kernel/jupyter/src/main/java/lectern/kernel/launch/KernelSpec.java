package lectern.kernel.launch;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A folder that tells Jupyter how to start this kernel.
///
/// @param folder for example `~/.local/share/jupyter/kernels/lectern`
record KernelSpec(Path folder) {

  private static final String JAR = "lectern-kernel.jar";
  private static final String JSON = "kernel.json";
  private static final List<String> LOGOS =
      List.of("logo-32x32.png", "logo-64x64.png", "logo-svg.svg");

  /// Writes the folder: beside first, then moved into place, so that it is whole or not there.
  ///
  /// @param kernelJar the kernel's one jar, which is copied into it
  /// @param classPath for `LECTERN_CLASSPATH`; empty for none
  /// @throws IOException when another kernel stands there, or writing fails
  void install(Path kernelJar, String displayName, String classPath) throws IOException {
    if (Files.exists(folder) && !isOurs()) {
      throw new IOException(
          folder + " holds another kernel, which is left alone. Choose another --name.");
    }
    Files.createDirectories(folder.getParent());
    var beside =
        new KernelSpec(folder.resolveSibling("." + folder.getFileName() + UUID.randomUUID()));
    try {
      Files.createDirectory(beside.folder);
      Files.copy(kernelJar, beside.folder.resolve(JAR));
      DisplayJar.copyTo(beside.folder.resolve(DisplayJar.NAME));
      for (var logo : LOGOS) {
        try (InputStream in = KernelSpec.class.getResourceAsStream("/META-INF/lectern/" + logo)) {
          Files.copy(in, beside.folder.resolve(logo));
        }
      }
      Files.writeString(beside.folder.resolve(JSON), json(command(), displayName, classPath));
      remove();
      Files.move(beside.folder, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      beside.delete();
    }
  }

  /// Lets the installed kernel start faster. It works without, so nothing is lost when this fails.
  ///
  /// @return why there is no cache now; empty when there is one
  /// @throws IOException when files cannot be written
  Optional<String> speedUp(String displayName, String classPath) throws IOException {
    var cache = AotCache.in(folder);
    var problem = cache.make(command(), classPath);
    if (problem.isEmpty()) {
      var beside = folder.resolve(JSON + ".part");
      Files.writeString(beside, json(command().with(cache.flags()), displayName, classPath));
      Files.move(beside, folder.resolve(JSON), StandardCopyOption.ATOMIC_MOVE);
    }
    return problem;
  }

  /// Whether it starts from a cache that its JDK takes.
  boolean isFast() throws IOException {
    return AotCache.in(folder).fits(new JavaCommand(java(), command().place()));
  }

  private JavaCommand command() {
    return JavaCommand.ofJar(folder.resolve(JAR));
  }

  private static String json(JavaCommand command, String displayName, String classPath) {
    var json = new JsonObject();
    var argv = new JsonArray();
    command.arguments("{connection_file}").forEach(argv::add);
    json.add("argv", argv);
    json.addProperty("display_name", displayName);
    json.addProperty("language", "java");
    json.addProperty("interrupt_mode", "message");
    var environment = new JsonObject();
    if (!classPath.isEmpty()) {
      environment.addProperty("LECTERN_CLASSPATH", classPath);
    }
    json.add("env", environment);
    var metadata = new JsonObject();
    metadata.addProperty("debugger", false);
    metadata.addProperty("supported_encryption", "curve");
    json.add("metadata", metadata);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json) + "\n";
  }

  /// Whether this kernel, and no other, stands there.
  boolean isOurs() {
    return java() != null;
  }

  /// The JDK's `java` that it starts, or null when this is no kernel of ours.
  Path java() {
    try {
      var json = JsonParser.parseString(Files.readString(folder.resolve(JSON)));
      var argv = json.getAsJsonObject().getAsJsonArray("argv");
      boolean ours =
          argv.asList().stream()
              .map(argument -> Path.of(argument.getAsString()).getFileName())
              .anyMatch(name -> name != null && name.toString().equals(JAR));
      return ours ? Path.of(argv.get(0).getAsString()) : null;
    } catch (IOException | JsonParseException | IllegalStateException | NullPointerException e) {
      return null;
    }
  }

  /// Removes it, unless another kernel stands there.
  ///
  /// @return whether it was there
  /// @throws IOException when another kernel stands there, or deleting fails
  boolean remove() throws IOException {
    if (!Files.exists(folder)) {
      return false;
    }
    if (!isOurs()) {
      throw new IOException(folder + " holds another kernel, which is left alone.");
    }
    var away =
        new KernelSpec(folder.resolveSibling("." + folder.getFileName() + UUID.randomUUID()));
    Files.move(folder, away.folder, StandardCopyOption.ATOMIC_MOVE);
    away.delete();
    return true;
  }

  private void delete() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException error)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
