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
import java.util.function.Predicate;
import lectern.display.Renderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"xchart", "tablesaw", "nd4j-api"})
  void aLibraryThatComesLaterIsShown(String name) throws IOException {
    try (var loader = new Growing(entries(p -> !isNamed(p, name)))) {
      assertEquals(2, found(loader).size());
      for (var entry : entries(p -> isNamed(p, name))) {
        loader.addURL(entry);
      }
      assertEquals(3, found(loader).size());
    }
  }

  /// The renderers that a class path without jars of that name offers.
  private static Set<String> found(String missing) throws IOException {
    try (var loader = new Growing(entries(p -> !isNamed(p, missing)))) {
      return found(loader);
    }
  }

  private static Set<String> found(ClassLoader loader) {
    var names = new TreeSet<String>();
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

  private static boolean isNamed(Path entry, String name) {
    return entry.getFileName().toString().startsWith(name);
  }

  private static URL[] entries(Predicate<Path> which) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(which)
        .filter(p -> !p.toString().contains("display"))
        .map(MissingLibraryTest::url)
        .toArray(URL[]::new);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// A class path to which jars are added, as `%maven` does.
  private static final class Growing extends URLClassLoader {
    Growing(URL... entries) {
      super(entries, new OnlyDisplay());
    }

    @Override
    public void addURL(URL entry) {
      super.addURL(entry);
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
