package lectern.backend;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;

/// The backends on the class path and the choice among them.
final class Backends {

  static final ScopedValue<Backend> SCOPE = ScopedValue.newInstance();

  private static volatile Backend standard;

  private Backends() {}

  /// Loads the services when somebody first asks.
  private static final class Found {
    static final Map<String, Backend> ALL = new LinkedHashMap<>();

    static {
      for (var backend : ServiceLoader.load(Backend.class, Backend.class.getClassLoader())) {
        ALL.put(backend.name(), backend);
      }
    }
  }

  static Backend named(String name) {
    var backend = Found.ALL.get(name);
    if (backend == null) {
      throw new IllegalArgumentException(
          "no backend '" + name + "' on the class path; there are " + Found.ALL.keySet());
    }
    return backend;
  }

  static Backend current() {
    return SCOPE.isBound() ? SCOPE.get() : standard();
  }

  static void setDefault(Backend backend) {
    standard = backend;
  }

  private static Backend standard() {
    var chosen = standard;
    if (chosen == null) {
      chosen = Found.ALL.containsKey("cpu") ? named("cpu") : named("reference");
      standard = chosen;
    }
    return chosen;
  }
}
