package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {

  private static Bench bench;

  @BeforeAll
  static void start() {
    bench = new Bench();
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  private static void assertContains(String text, String... parts) {
    for (var part : parts) {
      assertTrue(text.contains(part), () -> "no «" + part + "» in\n" + text);
    }
  }

  @Test
  void aCompileErrorHasCellLineAndCaret() {
    var failed = bench.failure("int x = 1;\n\nint y = x + \"a\".size();\nx");
    assertEquals("CompilationException", failed.name());
    assertEquals("line 3: cannot find method size() in class String", failed.message());
    var lines = Bench.plain(failed).lines().toList();
    assertTrue(
        lines.get(0).matches("Cell \\[\\d+], line 3: cannot find method size\\(\\) .*"),
        lines.get(0));
    assertEquals("    int y = x + \"a\".size();", lines.get(1));
    assertEquals(" ".repeat(20) + "^^^^", lines.get(2));
  }

  @Test
  void aSyntaxErrorPointsAtItsPlace() {
    var failed = bench.failure("int g() {\n  return 1\n}");
    assertContains(
        Bench.plain(failed), ", line 2: ';' expected", "      return 1\n              ^");
    assertContains(Bench.plain(bench.failure("foo(")), "line 1: reached end of file");
    assertContains(Bench.plain(bench.failure("int a = 1;\n}")), "line 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "int total = 1; totl + 1 | Did you mean total?",
        "System.out.printn(3) | println?",
        "\"a\".lenght() | Did you mean length?",
        "strin s = null; | Did you mean String?",
        "BufferedImage image = null; | Add: import java.awt.image.BufferedImage;",
        "new BufferedImage(1, 1, 1) | Add: import java.awt.image.BufferedImage;",
        "Mth.abs(1) | Did you mean Math?",
      })
  void aMisspeltNameGetsAHint(String code, String hint) {
    assertContains(Bench.plain(bench.failure(code)), hint);
  }

  @Test
  void theExceptionComesFirstAndPlacesAreCellsAndLines() {
    bench.value("int half(int n) {\n  return 10 / n;\n}");
    var failed = bench.failure("int ok = 1;\n\nhalf(0)");
    assertEquals("ArithmeticException", failed.name());
    assertEquals("/ by zero", failed.message());
    var text = Bench.plain(failed);
    assertTrue(text.startsWith("ArithmeticException: / by zero\n    at half (Cell ["), text);
    assertContains(text, ", line 2)\n        return 10 / n;", ", line 3");
    assertFalse(text.contains("lectern.kernel") || text.contains("reflect"), text);
  }

  @Test
  void causesAndSuppressedExceptionsAreKept() {
    var text =
        Bench.plain(
            bench.failure(
                """
                class Res implements AutoCloseable {
                  public void close() { throw new IllegalStateException("closing"); }
                }
                void work() throws Exception {
                  try (var r = new Res()) {
                    throw new java.io.IOException("outer", new RuntimeException("inner"));
                  }
                }
                work()
                """));
    assertContains(
        text,
        "java.io.IOException: outer\n",
        "Caused by: RuntimeException: inner\n",
        "Suppressed: IllegalStateException: closing\n",
        "line 6");
  }

  @Test
  void aPrintedTraceNamesCellsToo() {
    bench.value(
        """
        try {
          Integer.parseInt("x");
        } catch (NumberFormatException e) {
          e.printStackTrace();
        }
        """);
    var text = bench.printed().replaceAll("\u001b\\[[0-9;]*m", "");
    assertContains(text, "NumberFormatException: For input string: \"x\"", "line 2");
    assertFalse(text.contains("lectern.kernel"), text);
  }

  @Test
  void anExceptionInAThreadNamesItsCell() {
    bench.value(
        """
        var thrower = new Thread(() -> {
          throw new IllegalStateException("there");
        });
        thrower.start();
        thrower.join();
        """);
    var text = bench.printed().replaceAll("\u001b\\[[0-9;]*m", "");
    assertContains(text, "IllegalStateException: there\n    at lambda (Cell [", ", line 2)");
  }

  @Test
  void anExceptionOfTheNotebooksOwnHasItsSimpleName() {
    var failed =
        bench.failure(
            "class Oops extends RuntimeException { Oops(String m) { super(m); } }\n"
                + "throw new Oops(\"x\");");
    assertEquals("Oops", failed.name());
    assertTrue(Bench.plain(failed).startsWith("Oops: x\n"), Bench.plain(failed));
  }

  @Test
  void deepRecursionAndFullMemoryAreSurvived() {
    bench.value("int down(int n) { return down(n + 1) + 1; }");
    var deep = bench.failure("down(0)");
    assertEquals("StackOverflowError", deep.name());
    assertTrue(deep.traceback().size() < 45, "" + deep.traceback().size());
    assertEquals("OutOfMemoryError", bench.failure("new long[Integer.MAX_VALUE]").name());
    assertEquals("2", bench.value("1 + 1"));
  }

  @Test
  void aCallToAnUnfinishedMethodSaysWhatIsMissing() {
    bench.value("int later() { return missing() + 1; }");
    var failed = bench.failure("later()");
    assertContains(failed.message(), "later() cannot be called", "method missing()");
  }

  @Test
  void aToStringThatThrowsIsAnErrorOfTheCell() {
    bench.value(
        "class Bad { public String toString() { throw new IllegalStateException(\"no text\"); } }");
    var outcome = bench.run("new Bad()");
    assertTrue(outcome.toString().contains("IllegalStateException"), outcome.toString());
    assertEquals("2", bench.value("1 + 1"));
  }

  @Test
  void nothingRunsWhenALaterStatementDoesNotCompile() {
    bench.value("int ran = 0;");
    bench.failure("ran = 1;\nint fine = 2;\nfine.oops();");
    assertEquals("0", bench.value("ran"));
    bench.failure("ran = 2;\nint unfinished = ;");
    assertEquals("0", bench.value("ran"));
    assertEquals(
        "3", bench.value("ran = 3;\nint n = ran;\nRunnable r = () -> System.out.println(n);\nn"));
  }
}
