package lectern.kernel.jshell;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import java.util.stream.Collectors;

/// What user code sees of this process: the JDK, the display API, and [Watch] and [Tasks], which
/// woven code calls. The kernel's own libraries stay hidden, so a notebook may load other versions
/// of them.
final class HostLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final Set<String> WOVEN = Set.of(Watch.class.getName(), Tasks.class.getName());

  private final ClassLoader app;
  private volatile Set<String> jdkPackages;

  /// A loader that shows a part of `app`.
  HostLoader(ClassLoader app) {
    super("host", ClassLoader.getPlatformClassLoader());
    this.app = app;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (isShared(name) || WOVEN.contains(name) || isJdk(name)) {
      return app.loadClass(name);
    }
    if (VectorModule.owns(name) && VectorModule.load()) {
      return getParent().loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  protected URL findResource(String name) {
    if (VectorModule.owns(name) && VectorModule.load()) {
      return getParent().getResource(name);
    }
    return isSharedResource(name) ? app.getResource(name) : null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return isSharedResource(name) ? app.getResources(name) : Collections.emptyEnumeration();
  }

  private static boolean isShared(String name) {
    return name.startsWith("lectern.display.") || name.startsWith("lectern.widget.");
  }

  private static boolean isSharedResource(String name) {
    var path = name.startsWith("META-INF/services/") ? name.substring(18) : name;
    return isShared(path.replace('/', '.'));
  }

  /// Some modules of the JDK (the compiler, JShell) live in the application's loader.
  private boolean isJdk(String name) {
    if (jdkPackages == null) {
      jdkPackages =
          ModuleLayer.boot().modules().stream()
              .filter(m -> m.getClassLoader() == ClassLoader.getSystemClassLoader())
              .flatMap(m -> m.getPackages().stream())
              .collect(Collectors.toUnmodifiableSet());
    }
    var dot = name.lastIndexOf('.');
    return dot > 0 && jdkPackages.contains(name.substring(0, dot));
  }
}
