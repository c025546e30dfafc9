package lectern.display;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.WeakHashMap;

/// The renderers that the class path brings along, found once per class loader.
final class Services {

  private static final Map<ClassLoader, List<Renderer>> FOUND = new WeakHashMap<>();

  private Services() {}

  /// The renderers that this thread's context class loader sees.
  static List<Renderer> all() {
    var loader = Thread.currentThread().getContextClassLoader();
    var seen = loader == null ? ClassLoader.getSystemClassLoader() : loader;
    synchronized (FOUND) {
      return FOUND.computeIfAbsent(seen, Services::find);
    }
  }

  /// Forgets what was found; the next display looks again.
  static void refresh() {
    synchronized (FOUND) {
      FOUND.clear();
    }
  }

  /// Leaves out a renderer that cannot be made, as when the library it renders is missing.
  private static List<Renderer> find(ClassLoader loader) {
    var found = new ArrayList<Renderer>();
    var providers = ServiceLoader.load(Renderer.class, loader).iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return List.copyOf(found);
        }
        found.add(providers.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        // passed over: its library is not there
      }
    }
  }
}
