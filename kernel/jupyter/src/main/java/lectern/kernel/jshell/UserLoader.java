package lectern.kernel.jshell;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Defines the classes of snippets and loads the notebook's class path, which may grow at any time.
final class UserLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> declared = new ConcurrentHashMap<>();

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

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    var bytes = declared.get(name);
    return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
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
}
