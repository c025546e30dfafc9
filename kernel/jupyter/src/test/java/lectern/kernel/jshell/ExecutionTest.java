package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lectern.display.MimeBundle;
import lectern.kernel.engine.Cell;
import lectern.kernel.engine.Completion.Candidate;
import lectern.kernel.engine.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExecutionTest {

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
  void theLastExpressionIsTheValue() {
    assertEquals("2", bench.value("1 + 1"));
    assertEquals("7", bench.value("int a = 3;\nint b = 4;\na + b"));
    assertEquals("-", bench.value("int c = 3;"));
    assertEquals("-", bench.value(""));
    assertEquals("-", bench.value("// nothing but a comment"));
  }

  @Test
  void aSemicolonHidesTheValue() {
    assertEquals("-", bench.value("1 + 1;"));
    assertEquals("-", bench.value("1 + 1; // said and hidden"));
    assertEquals("2", bench.value("1 + 1 // said"));
  }

  @Test
  void aVoidCallHasNoValue() {
    assertEquals("-", bench.value("System.out.println(\"hello\")"));
    assertEquals("hello\n", bench.printed());
  }

  @Test
  void valuesReachTheDisplayAsObjects() {
    assertEquals("x".repeat(20_000), bench.value("\"x\".repeat(20_000)"));
    assertEquals("null", bench.value("(Object) null"));
  }

  @Test
  void displayAsTheLastCallShowsNoId() {
    assertEquals("-", bench.value("lectern.display.Display.display(\"hi\")"));
    assertTrue(bench.printed().contains("hi"), bench.printed());
    assertEquals("5", bench.value("var id = lectern.display.Display.display(1); 5"));
  }

  @Test
  void namesCanBeDeclaredAgainWithAnotherType() {
    assertEquals("1", bench.value("int again = 1;\nagain"));
    assertEquals("one", bench.value("String again = \"one\";\nagain"));
    assertEquals("2", bench.value("int twice() { return 2; }\ntwice()"));
    assertEquals("22", bench.value("String twice() { return \"22\"; }\ntwice()"));
  }

  @Test
  void declarationsMayReferForward() {
    assertEquals("-", bench.value("int first() { return second() + 1; }"));
    assertTrue(
        bench.printed().contains("first() cannot be called until method second() is declared"),
        bench.printed());
    assertEquals("3", bench.value("int second() { return 2; }\nfirst()"));
    assertEquals("", bench.printed());
  }

  @Test
  void aForwardReferenceWithinTheCellIsNoReasonToWarn() {
    bench.value("int outer() { return inner(); }\nint inner() { return 1; }");
    assertEquals("", bench.printed());
  }

  @Test
  void manyCellsLeaveNoTemporaries() {
    for (var i = 0; i < 300; i++) {
      assertEquals("" + i, bench.value("" + i));
    }
    assertTrue(bench.failure("$1").message().contains("cannot find variable $1"));
  }

  @Test
  void theKernelsLibrariesAreInvisible() {
    assertTrue(
        Bench.plain(bench.failure("com.google.gson.Gson g = null;")).contains("does not exist"));
    assertEquals(
        "ClassNotFoundException", bench.failure("Class.forName(\"com.google.gson.Gson\")").name());
    assertEquals(
        "ClassNotFoundException",
        bench.failure("Class.forName(\"lectern.kernel.jshell.JShellEngine\")").name());
  }

  @Test
  void aLargerClassPathStillHidesTheKernel() {
    try (var other = new Bench(new Adder())) {
      other.value("%add target/classes/META-INF");
      assertTrue(
          Bench.plain(other.failure("com.google.gson.Gson g = null;")).contains("does not exist"));
    }
  }

  /// Knows one magic, which adds to the class path.
  private static final class Adder implements Magics {

    @Override
    public Object run(String name, String arguments, Optional<String> body, Notebook notebook)
        throws CellFailure {
      notebook.addToClassPath(List.of(Path.of(arguments)));
      return NOTHING;
    }

    @Override
    public List<Candidate> complete(String line) {
      return List.of();
    }

    @Override
    public Optional<MimeBundle> help(String name) {
      return Optional.empty();
    }
  }

  @Test
  void theJdkIsVisibleWhole() {
    assertEquals("true", bench.value("javax.tools.ToolProvider.getSystemJavaCompiler() != null"));
    assertEquals("JavacTask", bench.value("com.sun.source.util.JavacTask.class.getSimpleName()"));
  }

  @Test
  void theContextClassLoaderIsTheNotebooks() {
    assertEquals(
        "notebook", bench.value("Thread.currentThread().getContextClassLoader().getName()"));
  }

  @Test
  void aCellStopsAtItsFirstFailure() {
    var failed = bench.failure("int before = 1;\nint bad = 1 / 0;\nint after = 2;");
    assertEquals("ArithmeticException", failed.name());
    assertEquals("1", bench.value("before"));
    assertTrue(bench.failure("after").message().contains("cannot find variable after"));
  }

  @Test
  void aNameDeclaredTwiceInACellIsUsedBetween() {
    assertEquals(
        "1 2",
        bench.value(
            "int v() { return 1; }\nint one = v();\nint v() { return 2; }\none + \" \" + v()"));
    assertEquals(
        "3 x", bench.value("int w = 3;\nint old = w;\nString w = \"x\";\nold + \" \" + w"));
  }

  @Test
  void statementsCompiledTogetherRunOneByOne() {
    bench.value("var seen = new ArrayList<Integer>();\nint k = 0;");
    var failed =
        bench.failure(
            """
            seen.add(1);
            k++; // a comment
            for (int i = 0; i < 2; i++) {
              seen.add(10 + i);
            }
            k += 5;

            seen.get(99);
            seen.add(3);
            """);
    assertTrue(
        Bench.plain(failed).contains(", line 8\n        seen.get(99);"), Bench.plain(failed));
    assertEquals("[1, 10, 11] 6", bench.value("seen + \" \" + k"));
    assertEquals(
        "IllegalStateException",
        bench.failure("k = 7;\nk++;\nthrow new IllegalStateException();").name());
    assertEquals("8", bench.value("k"));
    assertTrue(bench.failure("k = 1;\nk = 2;\nseen.oops();").message().startsWith("line 3"));
    assertEquals("8", bench.value("k"));
    assertEquals("4", bench.value("k = 3;\nk++;\nk"));
  }

  @Test
  void aLongCellIsCompiledInOneGo() {
    bench.value("int total = 0;");
    assertEquals("600", bench.value("total += 1;\n".repeat(600) + "total"));
  }

  @Test
  void aVariableThatWasNeverSetIsUnknown() {
    bench.value("int settled = 5;");
    bench.failure("int bad = 1 / 0;\nint never = 2;\nint settled = 6;");
    assertTrue(bench.failure("never").message().contains("cannot find"));
    assertTrue(bench.failure("bad").message().contains("cannot find"));
    assertEquals("5", bench.value("settled"));
    bench.failure("int bad = 1 / 0;\nint never = 2;");
    assertTrue(bench.failure("never").message().contains("cannot find"));
    assertEquals("2", bench.value("int never = 2;\nnever"));
  }

  @Test
  void startupCodeRunsBeforeTheFirstCell() {
    var settings =
        new Settings(
            Bench.displayPath(),
            List.of(),
            List.of(
                "import java.awt.Point;\nimport no.such.Type;\nimport java.awt.Color;",
                "int set = 4;"),
            List.of(),
            Duration.ZERO,
            false,
            List.of());
    try (var engine = new JShellEngine(settings, Magics.none())) {
      var cell = new Cell("Color.RED.getRed() + new Point(set, 1).x", 1);
      assertEquals("259", ((Outcome.Value) engine.execute(cell)).result().orElseThrow().text());
    }
  }

  @Test
  void aCellThatRunsLongerThanTheLimitIsInterrupted() {
    var limit = Duration.ofSeconds(3);
    var settings =
        new Settings(Bench.displayPath(), List.of(), List.of(), List.of(), limit, false, List.of());
    try (var engine = new JShellEngine(settings, Magics.none())) {
      assertTrue(engine.execute(new Cell("while (true) {}", 1)) instanceof Outcome.Interrupted);
    }
  }

  @Test
  void importsThatWaitAreMadeWhenACellNeedsThem() {
    try (var engine =
        new JShellEngine(Settings.of(Bench.displayPath(), List.of()), Magics.none())) {
      var cell =
          new Cell("Path.of(\"a\") + \" \" + IntStream.range(0, 3).sum() + display(1).length()", 1);
      assertEquals("a 336", ((Outcome.Value) engine.execute(cell)).result().orElseThrow().text());
      assertTrue(
          engine.complete("Patte", 5).candidates().stream()
              .anyMatch(c -> c.text().equals("Pattern")));
    }
  }

  @Test
  void theEnvironmentOfOtherKernelsIsObeyed() {
    var settings =
        Settings.fromEnvironment(
            Bench.displayPath(),
            List.of(),
            Map.of(
                "IJAVA_COMPILER_OPTS", "-Xlint:none -g",
                "JJAVA_STARTUP_SCRIPT", "int a;",
                "IJAVA_STARTUP_SCRIPT", "int b;",
                "IJAVA_TIMEOUT", "3 SECONDS",
                "LECTERN_CLASSPATH", "target/classes:target/nothing-*.jar"));
    assertEquals(List.of("-Xlint:none", "-g"), settings.compilerOptions());
    assertEquals(List.of("int a;"), settings.startup());
    assertEquals(Duration.ofSeconds(3), settings.timeout());
    assertEquals(List.of(Path.of("target/classes").toAbsolutePath()), settings.classPath());
  }

  @Test
  void statementsOfAllKindsRun() {
    assertEquals(
        "12",
        bench.value(
            """
            record Point(int x, int y) {}
            enum Side { LEFT, RIGHT }
            interface Shape { double area(); }
            var points = List.of(new Point(1, 2), new Point(4, 5));
            int sum = 0;
            for (var p : points) { sum += p.x() + p.y(); }
            switch (Side.LEFT) { case LEFT -> sum++; case RIGHT -> sum--; }
            if (sum > 100) sum = 0;
            else sum -= 1;
            sum
            """));
  }

  @Test
  void aLambdaSeesVariablesThatChangeLater() {
    assertEquals("5", bench.value("int n = 1;\nSupplier<Integer> s = () -> n;\nn = 5;\ns.get()"));
    assertFalse(bench.printed().contains("reset"));
  }
}
