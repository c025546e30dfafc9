package lectern.notebooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher, the Docker image and Binder install the same versions.
class ImageVersionsTest {

  private static final String LOCK = "binder/requirements.txt";
  private static final String BINDER = "binder/environment.yml";

  @ParameterizedTest
  @ValueSource(strings = {"jupyterlab", "jupyterlab[_-]widgets", "nbgitpuller"})
  void binder_has_the_locked_version_of(String name) throws IOException {
    assertEquals(
        find(LOCK, "(?m)^" + name + "==(\\S+)"), find(BINDER, "(?m)^ *- " + name + "=(\\S+)"));
  }

  @Test
  void binder_and_docker_have_the_same_maven() throws IOException {
    assertEquals(
        find("Dockerfile", "FROM maven:([\\d.]+)-"), find(BINDER, "(?m)^ *- maven=(\\S+)"));
  }

  @Test
  void binder_docker_and_the_build_have_the_same_java() throws IOException {
    var java = find("pom.xml", "<source>(\\d+)</source>");
    assertEquals(java, find(BINDER, "(?m)^ *- openjdk=(\\d+)"));
    assertEquals(java, find("Dockerfile", "FROM maven:\\S+-temurin-(\\d+)"));
    assertEquals(java, find("Dockerfile", "FROM eclipse-temurin:(\\d+)"));
    assertEquals(java, find("lab", "\"\\$version\" -ge (\\d+)"));
  }

  @Test
  void docker_and_the_launcher_install_from_the_lock() throws IOException {
    assertTrue(House.read("Dockerfile").contains("COPY " + LOCK + " "));
    assertTrue(House.read("lab").contains("--require-hashes -r \"$TOP/" + LOCK + "\""));
  }

  @Test
  void docker_and_binder_install_the_same_fonts() throws IOException {
    for (var font : House.read("binder/apt.txt").lines().toList()) {
      assertTrue(House.read("Dockerfile").contains(" " + font + " "), font);
    }
  }

  private static String find(String file, String pattern) throws IOException {
    var match = Pattern.compile(pattern).matcher(House.read(file));
    assertTrue(match.find(), () -> file + " does not match " + pattern);
    return match.group(1);
  }
}
