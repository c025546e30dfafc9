package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassIndexTest {

  @TempDir Path folder;

  @Test
  void cellsUseTheClassesOfAJar() throws IOException {
    try (var bench = new Bench(jar("greeting.jar"))) {
      assertEquals("hello", bench.value("new a.b.Greeting().text()"));
      assertEquals("inner", bench.value("import a.b.*;\nnew Greeting.Inner().text"));
    }
  }

  @Test
  void cellsUseTheClassesOfAFolder() throws IOException {
    try (var bench = new Bench(classes())) {
      assertEquals("hello", bench.value("new a.b.Greeting().text()"));
    }
  }

  @Test
  void aJarAndItsPackagesAreListedWithTheirFullNames() throws IOException {
    var index = new ClassIndex();
    var path = List.of(jar("names.jar"));
    index.read(path);
    var names = index.list(path, "a.b").stream().map(ClassIndex::nameOf).sorted().toList();
    assertEquals(List.of("a.b.Greeting", "a.b.Greeting$Inner"), names);
    assertEquals(List.of(), index.list(path, "a"));
    JavaFileObject first = index.list(path, "a.b").getFirst();
    assertTrue(first.toUri().toString().startsWith("jar:file:"), first.toUri()::toString);
    try (var in = first.openInputStream()) {
      assertEquals(0xCA, in.read());
    }
  }

  @Test
  void aFileThatIsNoJarIsNamedAndTheRestIsUsed() throws IOException {
    var broken = Files.writeString(folder.resolve("broken.jar"), "no zip");
    try (var bench = new Bench(broken, jar("good.jar"))) {
      assertEquals("hello", bench.value("new a.b.Greeting().text()"));
    }
  }

  @Test
  void aCellThatAsksForTheVectorApiGetsIt() {
    try (var bench = new Bench()) {
      assertEquals(
          "[4.0, 6.0]",
          bench.value(
              """
              import jdk.incubator.vector.*;
              var lanes = FloatVector.SPECIES_64;
              var sum = FloatVector.fromArray(lanes, new float[] {1, 2}, 0)
                  .add(FloatVector.fromArray(lanes, new float[] {3, 4}, 0));
              sum.toString()\
              """));
    }
  }

  private Path classes() throws IOException {
    var out = folder.resolve("classes");
    if (!Files.exists(out)) {
      Files.createDirectory(out);
      var source =
          Files.writeString(
              folder.resolve("Greeting.java"),
              """
              package a.b;
              public class Greeting {
                public String text() { return "hello"; }
                public static class Inner { public String text = "inner"; }
              }
              """);
      var compiler = ToolProvider.getSystemJavaCompiler();
      assertEquals(0, compiler.run(null, null, null, "-d", out.toString(), source.toString()));
    }
    return out;
  }

  private Path jar(String name) throws IOException {
    var file = folder.resolve(name);
    try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (var each : List.of("a/b/Greeting.class", "a/b/Greeting$Inner.class")) {
        jar.putNextEntry(new JarEntry(each));
        jar.write(Files.readAllBytes(classes().resolve(each)));
      }
    }
    return file;
  }
}
