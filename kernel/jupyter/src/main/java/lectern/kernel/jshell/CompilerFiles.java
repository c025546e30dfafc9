package lectern.kernel.jshell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/// Keeps the compiler's class path the notebook's own.
///
/// JShell would put the class path of this process, with all of the kernel's libraries, before what
/// is added to it.
final class CompilerFiles {

  private CompilerFiles() {}

  /// A file manager that answers every new class path with the given one.
  static StandardJavaFileManager over(
      StandardJavaFileManager files, Supplier<List<Path>> classPath) {
    set(files, classPath.get());
    return (StandardJavaFileManager)
        Proxy.newProxyInstance(
            CompilerFiles.class.getClassLoader(),
            new Class<?>[] {StandardJavaFileManager.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handleOption") && arguments[0].equals("-classpath")) {
                ((Iterator<?>) arguments[1]).next();
                set(files, classPath.get());
                return true;
              }
              try {
                return method.invoke(files, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void set(StandardJavaFileManager files, List<Path> classPath) {
    try {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
