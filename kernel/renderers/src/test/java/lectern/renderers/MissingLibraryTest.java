package lectern.renderers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import lectern.display.Renderer;
import org.junit.jupiter.api.Test;

class MissingLibraryTest {

  @Test
  void allThreeAreFoundAsServices() throws IOException {
    assertEquals(Set.of("ArrayRenderer", "ChartRenderer", "TableRenderer"), found("none"));
  }

  @Test
  void aMissingLibraryDisablesItsRendererOnly() throws IOException {
    assertEquals(Set.of("ArrayRenderer", "TableRenderer"), found("xchart"));
    assertEquals(Set.of("ArrayRenderer", "ChartRenderer"), found("tablesaw"));
    assertEquals(Set.of("ChartRenderer", "TableRenderer"), found("nd4j-api"));
  }

  /// The renderers that a class path without jars of that name offers.
  private static Set<String> found(String missing) throws IOException {
    var entries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(p -> !p.getFileName().toString().startsWith(missing))
            .filter(p -> !p.toString().contains("display"))
            .map(MissingLibraryTest::url)
            .toArray(URL[]::new);
    var names = new TreeSet<String>();
    try (var loader = new URLClassLoader(entries, new OnlyDisplay())) {
      var services = ServiceLoader.load(Renderer.class, loader).iterator();
      while (true) {
        try {
          if (!services.hasNext()) {
            return names;
          }
          names.add(services.next().getClass().getSimpleName());
        } catch (ServiceConfigurationError | LinkageError e) {
          // passed over, as the display API does
        }
      }
    }
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// Shows the JDK and the display API, nothing else.
  private static final class OnlyDisplay extends ClassLoader {
    OnlyDisplay() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("lectern.display.")) {
        return MissingLibraryTest.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
