package lectern.backend;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
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
      for (var provider :
          ServiceLoader.load(Backend.class, Backend.class.getClassLoader()).stream().toList()) {
        try {
          var backend = provider.get();
          ALL.put(backend.name(), backend);
        } catch (ServiceConfigurationError e) {
          // A backend whose own library is not on the class path is not there.
          if (!(e.getCause() instanceof NoClassDefFoundError)) {
            throw e;
          }
        }
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
