package lectern.kernel.jshell;

import static lectern.kernel.jshell.Bench.assertContains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Exceptions that a cell throws, told with the cells and names of the notebook.
class ExceptionsTest {

  private static Bench bench;

  @BeforeAll
  static void start() {
    bench = new Bench();
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  @Test
  void namesAreThoseOfTheNotebook() {
    assertEquals(
        "Cannot invoke \"Object.toString()\" because \"nothing\" is null",
        bench.failure("Object nothing = null;\nnothing.toString()").message());
    assertEquals(
        "Cannot invoke \"String.length()\" because \"text\" is null",
        bench.failure("int len(String text) { return text.length(); }\nlen(null)").message());
    assertEquals(
        "No enum constant Tone.LOUD",
        bench.failure("enum Tone { LOW }\nTone.valueOf(\"LOUD\")").message());
    assertEquals(
        "class java.lang.String cannot be cast to class java.lang.Integer",
        bench.failure("Object o = \"s\";\n(Integer) o").message());
    assertTrue(bench.value("class Plain {}\nnew Plain()").matches("Plain@\\p{XDigit}+"));
  }

  @Test
  void framesOfTheJdkAndOfARecursionAreFolded() {
    var text = Bench.plain(bench.failure("\"abc\".charAt(10)"));
    assertContains(text, "frames of the JDK\n    at java.lang.String.charAt(String.java");
    bench.value("int ping(int n) { return pong(n); }\nint pong(int n) { return ping(n); }");
    text = Bench.plain(bench.failure("ping(0)"));
    assertContains(text, "    … these 2 frames ");
    assertTrue(text.lines().count() < 12, text);
  }

  @Test
  void anExceptionThatIsKeptStillTellsItsCell() {
    bench.value("Exception kept = null;");
    bench.failure("class Init { static int v = Integer.parseInt(\"x\"); }\nInit.v");
    var text = Bench.plain(bench.failure("Init.v"));
    assertContains(text, "Could not initialize class Init");
    assertFalse(text.contains("REPL") || text.contains("do_it$"), text);
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
    assertContains(text, "Exception in thread Thread-");
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
  void aToStringThatThrowsIsAnErrorOfTheCell() {
    bench.value(
        "class Bad { public String toString() { throw new IllegalStateException(\"no text\"); } }");
    var outcome = bench.run("new Bad()");
    assertTrue(outcome.toString().contains("IllegalStateException"), outcome.toString());
    assertEquals("2", bench.value("1 + 1"));
  }

  @Test
  void aRecordMayHaveAConstructorWithoutModifier() {
    var failed =
        bench.failure(
            "record Age(int years) {\n  Age {\n    if (years < 0) throw new "
                + "IllegalArgumentException(\"years \" + years);\n  }\n}\nnew Age(-1)");
    assertEquals("years -1", failed.message());
    assertContains(Bench.plain(failed), "line 3");
    assertEquals("Age[years=3]", bench.value("new Age(3)"));
  }
}
