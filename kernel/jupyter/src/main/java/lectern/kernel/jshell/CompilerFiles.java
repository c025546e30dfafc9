package lectern.kernel.jshell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/// Keeps the compiler's class path the notebook's own, and answers from [ClassIndex] what lies on
/// it.
///
/// JShell would put the class path of this process, with all of the kernel's libraries, before what
/// is added to it.
///
/// And it would read the names of all classes of the JDK and the class path as soon as there is a
/// cell: half a second and 40 MB for a notebook that may never ask for a name. Its thread is held
/// here until somebody does.
final class CompilerFiles {

  /// One for the process, as JShell's thread is.
  private static final CountDownLatch NAMES_WANTED = new CountDownLatch(1);

  private final StandardJavaFileManager files;
  private final Supplier<List<Path>> wanted;
  private final ClassIndex index;
  private List<Path> classPath = List.of();

  private CompilerFiles(
      StandardJavaFileManager files, Supplier<List<Path>> wanted, ClassIndex index) {
    this.files = files;
    this.wanted = wanted;
    this.index = index;
  }

  /// A file manager that answers every new class path with the given one.
  static StandardJavaFileManager over(
      StandardJavaFileManager files, Supplier<List<Path>> classPath, ClassIndex index) {
    var ours = new CompilerFiles(files, classPath, index);
    ours.follow();
    return (StandardJavaFileManager)
        Proxy.newProxyInstance(
            CompilerFiles.class.getClassLoader(),
            new Class<?>[] {StandardJavaFileManager.class},
            (proxy, method, arguments) -> ours.answer(method, arguments));
  }

  /// Lets JShell read the names of all classes.
  static void wantNames() {
    NAMES_WANTED.countDown();
  }

  private static void holdIndexer() {
    boolean indexes =
        StackWalker.getInstance()
            .walk(frames -> frames.anyMatch(f -> f.getMethodName().equals("refreshIndexes")));
    if (indexes) {
      try {
        NAMES_WANTED.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Object answer(Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "handleOption" -> {
        if (arguments[0].equals("-classpath")) {
          ((Iterator<?>) arguments[1]).next();
          follow();
          return true;
        }
      }
      case "list" -> {
        if (arguments[0] == StandardLocation.CLASS_PATH && !(boolean) arguments[3]) {
          return ((Collection<?>) arguments[2]).contains(JavaFileObject.Kind.CLASS)
              ? index.list(classPath, (String) arguments[1])
              : List.of();
        }
      }
      case "inferBinaryName" -> {
        var name = ClassIndex.nameOf((JavaFileObject) arguments[1]);
        if (name != null) {
          return name;
        }
      }
      case "getLocationAsPaths" -> {
        if (NAMES_WANTED.getCount() > 0) {
          holdIndexer();
        }
      }
      default -> {}
    }
    try {
      return method.invoke(files, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /// A class path that is set anew makes the file manager forget all it knows.
  private void follow() {
    var now = wanted.get();
    if (!now.equals(classPath)) {
      classPath = now;
      index.read(now);
      try {
        files.setLocationFromPaths(StandardLocation.CLASS_PATH, now);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
