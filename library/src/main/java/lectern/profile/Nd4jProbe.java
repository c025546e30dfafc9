package lectern.profile;

import java.io.IOException;
import java.util.Properties;
import org.nd4j.common.config.ND4JSystemProperties;
import org.nd4j.linalg.factory.Nd4j;

/// Makes ND4J's first array. A class of its own, so that [Doctor] loads without ND4J.
final class Nd4jProbe {

  private Nd4jProbe() {}

  static String look() {
    System.setProperty(ND4JSystemProperties.LOG_INITIALIZATION, "false");
    long start = System.nanoTime();
    double sum = Nd4j.ones(2, 2).sumNumber().doubleValue();
    if (sum != 4) {
      throw new IllegalStateException("the sum of four ones is " + sum);
    }
    return "%s, %s, first array after %.1f s"
        .formatted(
            version(),
            Nd4j.getBackend().getClass().getSimpleName(),
            (System.nanoTime() - start) / 1e9);
  }

  private static String version() {
    var properties = new Properties();
    try (var in =
        Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      return "version unknown: " + e;
    }
    return properties.getProperty("version", "version unknown");
  }
}
