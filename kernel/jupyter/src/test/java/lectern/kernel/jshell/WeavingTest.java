package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeavingTest {

  private static Bench bench;

  @BeforeAll
  static void start() {
    bench = new Bench();
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.exit(3);",
        "Runtime.getRuntime().exit(3);",
        "Runtime.getRuntime().halt(3);",
        "void leave() { System.exit(3); }\nleave();",
        "java.util.function.IntConsumer way = System::exit;\nway.accept(3);",
        "java.util.function.IntConsumer way = Runtime.getRuntime()::halt;\nway.accept(3);",
        "class Door { static { System.exit(3); } }\nnew Door();",
      })
  void anExitEndsTheCellNotTheProcess(String code) {
    var failed = bench.failure(code);
    assertTrue(Bench.plain(failed).contains("System.exit(3) ends the cell"), Bench.plain(failed));
    assertEquals("2", bench.value("1 + 1"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLibraryThatExitsEndsTheCellNotTheProcess(boolean packed, @TempDir Path folder)
      throws IOException {
    try (var bench = new Bench(library(folder, packed))) {
      for (var way : List.of("exit()", "halt()", "reference()", "lambda()")) {
        var failed = bench.failure("tool.Leaver." + way);
        assertTrue(Bench.plain(failed).contains("System.exit(4) ends the cell"), way);
      }
      assertEquals("true", bench.value("tool.Leaver.place().contains(\"library\")"));
      assertEquals("tool", bench.value("tool.Leaver.class.getPackageName()"));
      assertEquals("7", bench.value("new tool.Plain().exit(3)"));
    }
  }

  /// A jar, or a folder, with a class that ends the process in four ways, and one that does not.
  private static Path library(Path folder, boolean packed) throws IOException {
    var sources = folder.resolve("sources");
    var classes = folder.resolve("library");
    Files.createDirectories(sources);
    Files.writeString(
        sources.resolve("Leaver.java"),
        """
        package tool;
        public class Leaver {
          public static void exit() { if (place() != null) System.exit(4); }
          public static void halt() { Runtime.getRuntime().halt(4); }
          public static void reference() { apply(System::exit); }
          public static void lambda() { apply(n -> { for (;;) Runtime.getRuntime().exit(n); }); }
          private static void apply(java.util.function.IntConsumer way) { way.accept(4); }
          public static String place() {
            return Leaver.class.getProtectionDomain().getCodeSource().getLocation().getPath();
          }
        }
        """);
    Files.writeString(
        sources.resolve("Plain.java"),
        "package tool; public class Plain { public int exit(int n) { return n + 4; } }");
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertEquals(
        0,
        compiler.run(
            null,
            null,
            null,
            "-d",
            classes.toString(),
            sources.resolve("Leaver.java").toString(),
            sources.resolve("Plain.java").toString()));
    if (!packed) {
      return classes;
    }
    var jar = folder.resolve("a library.jar");
    java.util.spi.ToolProvider.findFirst("jar")
        .orElseThrow()
        .run(System.out, System.err, "cf", jar.toString(), "-C", classes.toString(), ".");
    return jar;
  }

  @Test
  void wovenCodeComputesTheSame() {
    assertEquals(
        "[1, 2, 5, 8, 9] ok 832040",
        bench.value(
            """
            int[] sort(int[] a) {
              for (int i = 1; i < a.length; i++) {
                int x = a[i], j = i - 1;
                while (j >= 0 && a[j] > x) { a[j + 1] = a[j]; j--; }
                a[j + 1] = x;
              }
              return a;
            }
            String guarded() {
              for (int i = 0; ; i++) {
                try {
                  if (i < 3) throw new IllegalStateException();
                  return "ok";
                } catch (Exception e) {
                  continue;
                } finally {
                  i++;
                }
              }
            }
            long fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
            Arrays.toString(sort(new int[] {5, 2, 9, 1, 8})) + " " + guarded() + " " + fib(30)
            """));
  }

  @Test
  void classesThatNeedTheHierarchyForTheirFramesAreWoven() {
    assertEquals(
        "true",
        bench.value(
            """
            sealed interface Animal permits Cat, Dog {}
            record Cat() implements Animal {}
            record Dog() implements Animal {}
            Animal pick(int n) {
              Animal a = null;
              for (int i = 0; i < n; i++) a = i % 2 == 0 ? new Cat() : new Dog();
              return a;
            }
            pick(4) instanceof Dog
            """));
  }
}
