package lectern.kernel.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import lectern.kernel.jshell.Bench;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Resolves from a repository in a folder; a mirror in the settings keeps the network out.
class DependenciesTest {

  @TempDir static Path folder;
  private static Bench bench;
  private static Path other;

  @BeforeAll
  static void start() throws IOException {
    var repository = folder.resolve("repository");
    publish(repository, "greet", "1.0", "hello 1", "base");
    publish(repository, "greet", "2.0", "hello 2", "base");
    publish(repository, "newer", "1.0", "newer", null);
    publish(repository, "newer", "2.0", "newer", null);
    publish(repository, "base", "1.0", "base", null);
    publish(repository, "child", "1.0", "child", null);
    publish(repository, "plain", "1.0", "plain", null);
    other = folder.resolve("other");
    publish(other, "extra", "1.0", "extra", null);
    var settings = folder.resolve("settings.xml");
    Files.writeString(
        settings,
        """
        <settings><mirrors><mirror>
          <id>here</id><mirrorOf>central</mirrorOf><url>%s</url>
        </mirror></mirrors></settings>
        """
            .formatted(repository.toUri()));
    var places = new MavenPlaces(Optional.of(settings), Optional.of(folder.resolve("cache")));
    bench = new Bench(new StandardMagics(new Dependencies(places)));
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  /// Puts a jar with one class and a POM into a repository.
  static void publish(Path repository, String name, String version, String text, String needs)
      throws IOException {
    var home = Files.createDirectories(repository.resolve("test/" + name + "/" + version));
    var className = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    var source = Files.createDirectories(home.resolve("src")).resolve(className + ".java");
    Files.writeString(
        source,
        "package "
            + name
            + "; public class "
            + className
            + " { public static String text() { return \""
            + text
            + "\"; } }");
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", home.resolve("out").toString(), source.toString()));
    var entry = name + "/" + className + ".class";
    try (var jar =
        new ZipOutputStream(Files.newOutputStream(home.resolve(name + "-" + version + ".jar")))) {
      jar.putNextEntry(new ZipEntry(entry));
      jar.write(Files.readAllBytes(home.resolve("out").resolve(entry)));
      jar.putNextEntry(new ZipEntry("META-INF/lectern/startup.jsh"));
      jar.write(("import " + name + ".*;").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    var dependency =
        needs == null
            ? ""
            : "<dependencies><dependency><groupId>test</groupId><artifactId>"
                + needs
                + "</artifactId><version>1.0</version></dependency></dependencies>";
    Files.writeString(
        home.resolve(name + "-" + version + ".pom"),
        "<project><modelVersion>4.0.0</modelVersion><groupId>test</groupId><artifactId>"
            + name
            + "</artifactId><version>"
            + version
            + "</version>"
            + dependency
            + "</project>");
    Files.writeString(
        home.getParent().resolve("maven-metadata.xml"),
        "<metadata><groupId>test</groupId><artifactId>"
            + name
            + "</artifactId><versioning><release>"
            + version
            + "</release><versions><version>"
            + version
            + "</version></versions></versioning></metadata>");
  }

  @Test
  void aLibraryComesWithWhatItNeeds() {
    bench.value("%maven test:greet:1.0");
    assertTrue(bench.printed().contains("fetched greet-1.0.jar"), bench.printed());
    assertTrue(bench.printed().contains("2 jars added"), bench.printed());
    assertEquals("hello 1 base", bench.value("greet.Greet.text() + \" \" + base.Base.text()"));
    assertEquals("hello 1", bench.value("Greet.text()"));
    bench.value("%addMavenDependency test:greet:1.0");
    assertTrue(bench.printed().contains("Nothing to add"), bench.printed());
    bench.value("%maven test#greet;1.0");
    assertTrue(bench.printed().contains("Nothing to add"), bench.printed());
    bench.value("%maven test:greet:2.0");
    assertTrue(
        bench.printed().contains("greet 2.0 is not used: 1.0 is on the class path already"),
        bench.printed());
    assertEquals("hello 1", bench.value("Greet.text()"));
  }

  @Test
  void withoutAVersionTheNewestReleaseComes() {
    bench.value("%maven test:newer\n%classpath");
    assertTrue(bench.printed().contains("newer-2.0.jar"), bench.printed());
  }

  @Test
  void whatIsMissingIsNamed() {
    var failed = bench.failure("%maven test:nowhere:9");
    assertTrue(failed.message().contains("test:nowhere:"), failed.message());
    assertTrue(bench.failure("%maven nonsense").message().contains("group:artifact:version"));
    assertTrue(bench.failure("%maven").message().contains("needs coordinates"));
  }

  @Test
  void anotherRepositoryIsAsked() {
    bench.value("%mavenRepo other " + other.toUri() + "\n%maven test:extra:1.0");
    assertEquals("extra", bench.value("extra.Extra.text()"));
    bench.value("%mavenRepo");
    assertTrue(bench.printed().contains("other " + other.toUri()), bench.printed());
    assertTrue(bench.printed().contains("here file:"), bench.printed());
    bench.value("%mavenRepo folder " + other);
    assertTrue(bench.failure("%mavenRepo x nowhere").message().contains("no address"));
    assertTrue(bench.failure("%maven --from nobody a:b:1").message().contains("no repository"));
    assertTrue(bench.failure("%maven --from other test:base:1.0").message().contains("test:base"));
    assertTrue(bench.failure("%maven -x a:b:1").message().contains("not -x"));
  }

  @Test
  void aWholePomIsReadAsMavenReadsIt() throws IOException {
    Files.writeString(
        folder.resolve("pom.xml"),
        """
        <project><modelVersion>4.0.0</modelVersion>
          <groupId>g</groupId><artifactId>parent</artifactId><version>1</version>
          <packaging>pom</packaging>
          <properties><child.version>1.0</child.version></properties>
          <dependencyManagement><dependencies><dependency>
            <groupId>test</groupId><artifactId>child</artifactId><version>${child.version}</version>
          </dependency></dependencies></dependencyManagement>
        </project>
        """);
    var child = Files.createDirectories(folder.resolve("child")).resolve("pom.xml");
    Files.writeString(
        child,
        """
        <project><modelVersion>4.0.0</modelVersion>
          <parent><groupId>g</groupId><artifactId>parent</artifactId><version>1</version></parent>
          <artifactId>mine</artifactId>
          <dependencies>
            <dependency><groupId>test</groupId><artifactId>child</artifactId></dependency>
            <dependency><groupId>no</groupId><artifactId>no</artifactId><version>1</version>
              <scope>test</scope></dependency>
          </dependencies>
        </project>
        """);
    bench.value("%loadFromPOM " + child);
    assertEquals("child", bench.value("child.Child.text()"));
    assertTrue(bench.failure("%loadFromPOM " + child + " test").message().contains("no:no:"));
    assertTrue(bench.failure("%loadFromPOM nowhere.xml").message().contains("cannot be read"));
    assertTrue(bench.failure("%loadFromPOM").message().contains("needs a file"));
  }

  @Test
  void thePiecesOfAPomAreRead() {
    bench.value(
        """
        %%%%loadFromPOM
        <repository><id>o</id><url>%s</url></repository>
        <properties><v>1.0</v></properties>
        <dependency><groupId>test</groupId><artifactId>extra</artifactId><version>${v}</version></dependency>
        <dependency><groupId>x</groupId><artifactId>y</artifactId><version>1</version><scope>test</scope></dependency>
        """
            .formatted(other.toUri()));
    assertEquals("extra", bench.value("extra.Extra.text()"));
    assertTrue(bench.failure("%%loadFromPOM\n<a").message().contains("not the XML of a POM"));
    assertTrue(bench.failure("%%loadFromPOM\n<a/>").message().contains("no dependencies"));
  }

  @Test
  void jarsAndFoldersAreAdded() throws IOException {
    var home = folder.resolve("repository/test/plain/1.0");
    bench.value("%jars " + home + "/*.jar");
    assertEquals("plain", bench.value("plain.Plain.text()"));
    var broken = Files.writeString(folder.resolve("broken.jar"), "no jar");
    assertTrue(bench.failure("%jars " + broken).message().contains("cannot be read as a jar"));
    assertTrue(bench.failure("%classpath " + broken).message().contains("as a jar"));
    bench.value("%classpath " + home.resolve("out"));
    assertTrue(bench.failure("%jars nowhere.jar").message().contains("There is no file"));
    assertTrue(bench.failure("%jars " + home.resolve("out")).message().contains("is not a jar"));
  }
}
