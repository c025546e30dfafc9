package lectern.kernel.jshell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Defines the classes of snippets and loads the notebook's class path, which may grow at any time.
/// Libraries' calls of `System.exit` and its like are taken out as those of snippets are.
final class UserLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> declared = new ConcurrentHashMap<>();
  private final LibraryFiles files = new LibraryFiles();
  private volatile UnaryOperator<byte[]> withoutExits = UnaryOperator.identity();

  UserLoader(ClassLoader parent) {
    super("notebook", new URL[0], parent);
  }

  /// Makes a class known; it is defined when something first asks for it.
  void declare(String name, byte[] bytes) {
    declared.put(name, bytes);
  }

  /// Adds a jar or a folder to the class path.
  void add(Path path) {
    try {
      addURL(path.toUri().toURL());
    } catch (IOException e) {
      throw new IllegalArgumentException("Not a class path entry: " + path, e);
    }
  }

  /// Says how a class becomes one that does not end the process.
  void takeExitsOut(UnaryOperator<byte[]> way) {
    withoutExits = way;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    var bytes = declared.get(name);
    if (bytes != null) {
      return defineClass(name, bytes, 0, bytes.length);
    }
    var found = name.startsWith("lectern.") ? null : read(name);
    return found == null ? super.findClass(name) : define(name, found);
  }

  private LibraryFiles.Found read(String name) {
    var path = name.replace('.', '/') + ".class";
    return files.read(findResource(path), path);
  }

  private Class<?> define(String name, LibraryFiles.Found file) {
    var bytes = file.bytes();
    if (file.mayExit()) {
      try {
        bytes = withoutExits.apply(bytes);
      } catch (IllegalArgumentException e) {
        bytes = file.bytes(); // odd, or a class that it leans on is missing: it stays as it is
      }
    }
    var dot = name.lastIndexOf('.');
    if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
      file.define(name.substring(0, dot), this::definePackage);
    }
    return defineClass(name, bytes, 0, bytes.length, file.source());
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    if (name.endsWith(".class")) {
      var bytes = declared.get(name.substring(0, name.length() - 6).replace('/', '.'));
      if (bytes != null) {
        return new ByteArrayInputStream(bytes);
      }
    }
    return super.getResourceAsStream(name);
  }

  @Override
  public void close() throws IOException {
    files.close();
    super.close();
  }
}
