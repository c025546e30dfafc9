package lectern.kernel.jshell;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.ZipFile;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/// The classes of the notebook's class path, by package. Each jar's table of contents is read once,
/// on a thread of its own while the compiler starts.
///
/// The compiler's own file manager walks through every jar as a file system before it answers the
/// first question. With the fifty jars of the lessons that was a third of a kernel's start.
final class ClassIndex {

  private static final String CLASS = ".class";

  private final Map<Path, CompletableFuture<Jar>> jars = new ConcurrentHashMap<>();
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("lectern-class-index").factory());

  /// One jar, open as long as the kernel lives: the class loader reads it too, and what is open is
  /// shared.
  ///
  /// @param file null where it cannot be read
  /// @param packages the simple names of the classes by package; few objects for many classes
  private record Jar(Path path, ZipFile file, Map<String, List<String>> packages) {

    List<JavaFileObject> list(String name) {
      var found = new ArrayList<JavaFileObject>();
      for (var simple : packages.getOrDefault(name, List.of())) {
        found.add(new Entry(this, name, simple));
      }
      return found;
    }
  }

  /// A class file of a jar or a folder.
  private abstract static sealed class ClassOnPath extends SimpleJavaFileObject {

    private static final URI SOMEWHERE = URI.create("notebook:/");

    final String owner;
    final String simple;

    ClassOnPath(String owner, String simple) {
      super(SOMEWHERE, Kind.CLASS);
      this.owner = owner;
      this.simple = simple;
    }

    String binaryName() {
      return owner.isEmpty() ? simple : owner + "." + simple;
    }

    String file() {
      return binaryName().replace('.', '/') + CLASS;
    }

    @Override
    public String getName() {
      return file();
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return kind == Kind.CLASS && simpleName.equals(simple);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ClassOnPath c && toUri().equals(c.toUri());
    }

    @Override
    public int hashCode() {
      return binaryName().hashCode();
    }
  }

  private static final class Entry extends ClassOnPath {

    private final Jar jar;

    Entry(Jar jar, String owner, String simple) {
      super(owner, simple);
      this.jar = jar;
    }

    @Override
    public URI toUri() {
      return URI.create(
          "jar:" + jar.path.toUri() + "!" + Path.of("/", file()).toUri().getRawPath());
    }

    @Override
    public InputStream openInputStream() throws IOException {
      var entry = jar.file.getEntry(file());
      if (entry == null) {
        throw new FileNotFoundException(jar.path + " has no " + file());
      }
      return jar.file.getInputStream(entry);
    }
  }

  private static final class Loose extends ClassOnPath {

    private final Path path;

    Loose(Path path, String owner, String simple) {
      super(owner, simple);
      this.path = path;
    }

    @Override
    public URI toUri() {
      return path.toUri();
    }

    @Override
    public InputStream openInputStream() throws IOException {
      return Files.newInputStream(path);
    }
  }

  /// Begins to read those jars that are new.
  void read(List<Path> classPath) {
    for (var path : classPath) {
      if (Files.isRegularFile(path)) {
        jars.computeIfAbsent(path, p -> CompletableFuture.supplyAsync(() -> open(p), reader));
      }
    }
  }

  /// The classes of a package in the order of the class path.
  ///
  /// @param name as in `java.util`; empty for classes without a package
  List<JavaFileObject> list(List<Path> classPath, String name) {
    var found = new ArrayList<JavaFileObject>();
    for (var path : classPath) {
      var jar = jars.get(path);
      if (jar != null) {
        found.addAll(jar.join().list(name));
      } else {
        found.addAll(folder(path, name));
      }
    }
    return found;
  }

  /// The full name of a class that came from here, or null.
  static String nameOf(JavaFileObject file) {
    return file instanceof ClassOnPath ours ? ours.binaryName() : null;
  }

  private static Jar open(Path path) {
    var packages = new HashMap<String, List<String>>();
    try {
      var file = new ZipFile(path.toFile());
      for (var entries = file.entries(); entries.hasMoreElements(); ) {
        var name = entries.nextElement().getName();
        if (name.endsWith(CLASS) && !name.startsWith("META-INF/")) {
          var end = name.lastIndexOf('/');
          packages
              .computeIfAbsent(
                  end < 0 ? "" : name.substring(0, end).replace('/', '.'), p -> new ArrayList<>())
              .add(simpleName(name, end));
        }
      }
      return new Jar(path, file, packages);
    } catch (IOException e) {
      System.err.println("The class path entry cannot be read: " + path + ": " + e.getMessage());
      return new Jar(path, null, Map.of());
    }
  }

  private static List<JavaFileObject> folder(Path root, String name) {
    var folder = name.isEmpty() ? root : root.resolve(name.replace('.', '/'));
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(CLASS))
          .<JavaFileObject>map(
              file -> new Loose(file, name, simpleName(file.getFileName().toString(), -1)))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String simpleName(String file, int slash) {
    return file.substring(slash + 1, file.length() - CLASS.length());
  }
}
