package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lectern.kernel.engine.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedefinitionTest {

  private Bench bench;

  @BeforeEach
  void start() {
    bench = new Bench();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void anUpstreamCellRunAgainKeepsWhatDependsOnIt() {
    bench.value("double dt = 0.1;");
    bench.value("double half(double x) { return x / 2; }");
    bench.value("var d1 = half(dt);");
    bench.value("double dt = 0.2;");
    assertEquals("0.05 0.2", bench.value("d1 + \" \" + dt"));
    bench.value("double half(double x) { return x * 0.5; }");
    assertEquals("0.05", bench.value("d1"));
    assertEquals("0.1", bench.value("half(dt)"));
    assertEquals("", bench.printed());
  }

  @Test
  void theSameCellRunAgainKeepsWhatDependsOnIt() {
    var types = "record Point(int x, int y) {}\nint scale(int v) { return 2 * v; }";
    bench.value(types);
    bench.value("var p = new Point(scale(1), 2);");
    bench.value(types);
    assertEquals("Point[x=2, y=2]", bench.value("p"));
    assertEquals("", bench.printed());
  }

  @Test
  void aMethodOfOtherShapeKeepsWhatDependsOnIt() {
    bench.value("int f(int x) { return x; }");
    bench.value("var y = f(3);");
    bench.value("int f(int x) { Supplier<Integer> s = () -> x + 1; return s.get(); }");
    assertEquals("3", bench.value("y"));
    assertEquals("4", bench.value("f(3)"));
  }

  @Test
  void aVariableOfAnotherTypeKeepsWhatDependsOnIt() {
    bench.value("int n = 3;");
    bench.value("var text = \"n is \" + n;");
    bench.value("double n = 4.5;");
    assertEquals("n is 3", bench.value("text"));
  }

  @Test
  void aClassWithOtherFieldsNamesTheVariablesItResets() {
    bench.value("record Box(int w) {}");
    bench.value("var box = new Box(1);\nvar boxes = List.of(box);\nint other = 7;");
    bench.value("record Box(int w, int h) {}");
    assertTrue(bench.printed().contains("Box has changed its shape"), bench.printed());
    assertTrue(bench.printed().contains("box is reset. Run Cell [2] again."), bench.printed());
    assertTrue(bench.printed().contains("boxes still holds objects"), bench.printed());
    assertEquals("7", bench.value("other"));
    assertEquals("Box[w=1, h=2]", bench.value("var box = new Box(1, 2);\nbox"));
  }

  @Test
  void aVariableThatWasResetSaysSoWhenItIsUsed() {
    bench.value("record Box(int w) {}");
    bench.value("var box = new Box(1);");
    bench.value("record Box(int w, int h) {}");
    var text = Bench.plain(bench.failure("box.w()"));
    assertTrue(text.contains("box was reset when Box changed its shape. Run Cell [2]"), text);
    bench.value("interface Op { int run(int x); }\nOp inc = x -> x + 1;");
    bench.value("interface Op { int run(int x); default int two() { return 2; } }");
    assertEquals("null", bench.value("inc"));
    assertTrue(bench.printed().contains("inc was reset when Op changed"), bench.printed());
    text = Bench.plain(bench.failure("inc.run(1)"));
    assertTrue(text.contains("inc was reset when Op changed its shape"), text);
  }

  @Test
  void aVarWhoseInitializerNoLongerCompilesKeepsItsValue() {
    bench.value("record Box(int w) {}\nvar box = new Box(3);");
    bench.value("var twice = 2 * box.w();");
    bench.value("record Box(int w, int h) {}");
    assertTrue(bench.printed().contains(": box is reset"), bench.printed());
    assertEquals("6", bench.value("twice"));
  }

  @Test
  void aCellThatSetsAgainWhatItResetsSaysNothing() {
    bench.value("record Box(int w) {}\nvar box = new Box(1);");
    bench.value("record Box(int w, int h) {}\nvar box = new Box(1, 2);");
    assertEquals("", bench.printed());
    assertEquals("Box[w=1, h=2]", bench.value("box"));
  }

  @Test
  void aMethodThatARedefinitionBreaksIsNamedWithItsReason() {
    bench.value("int h(int a) { return a; }");
    bench.value("int g(int a) {\n  return h(a) + 1;\n}");
    bench.value("double h(int a) { return a; }");
    assertTrue(bench.printed().contains("g(int) cannot be called: "), bench.printed());
    assertTrue(bench.printed().contains("from double to int (Cell [2], line 2)"), bench.printed());
    assertTrue(bench.failure("g(1)").message().contains("from double to int"));
    bench.value("int h(int a) { return 2 * a; }");
    assertEquals("5", bench.value("g(2)"));
  }

  @Test
  void manyVariablesThatAreResetAreCounted() {
    bench.value("record Box(int w) {}");
    bench.value(
        IntStream.range(0, 30)
            .mapToObj(i -> "var b%d = new Box(%d);\n".formatted(i, i))
            .collect(Collectors.joining()));
    bench.value("record Box(int w, int h) {}");
    var printed = bench.printed();
    assertTrue(printed.contains("b10, b11 and 18 more are reset. Run Cell [2] again."), printed);
    assertEquals("Box[w=1, h=2]", bench.value("var b29 = new Box(1, 2);\nb29"));
    assertTrue(bench.failure("b28.w()").message().contains("b28"));
  }

  @Test
  void anErrorIsMarkedWhereItStandsHoweverManyDeclarationsThereHaveBeen() {
    bench.value("int a = 1;\nint b = 2;\nint c = 3;");
    var text = Bench.plain(bench.failure("int d = 4;\n  int e = nothing;"));
    assertTrue(text.contains("line 2"), text);
    assertTrue(text.contains("    " + "  int e = nothing;\n    " + "          ^^^^^^^"), text);
  }

  @Test
  void anObjectOfAnOlderClassIsExplained() {
    bench.value(
        "record Box(int w) {}\nList<Box> boxes = new ArrayList<>();\nboxes.add(new Box(1));");
    bench.value("record Box(int w, int h) {}");
    assertTrue(bench.printed().contains("boxes still holds objects of its old form"));
    var text = Bench.plain(bench.failure("for (Box b : boxes) b.w();"));
    assertTrue(text.contains("class Box cannot be cast to class Box\n  The object was made"), text);
  }

  @Test
  void aLongChainOfMethodsFollowsTheFirst() {
    bench.value("int m0(int x) { return x; }");
    for (var i = 1; i < 40; i++) {
      bench.value("int m%d(int x) { return m%d(x) + 1; }".formatted(i, i - 1));
    }
    bench.value("int m0(int x) { return x + 100; }");
    assertEquals("139", bench.value("m39(0)"));
  }

  @Test
  void aVariableDeclaredAgainWithoutAValueStartsAnew() {
    bench.value("int sum;\nsum += 5;");
    assertEquals("5", bench.value("int sum;\nsum += 5;\nsum"));
  }

  @Test
  void aRedefinedLoopCanStillBeStopped() throws Exception {
    bench.value("boolean quick = true;\nvoid work() { while (!quick) {} }");
    bench.value("void work() { while (true) {} }");
    var running = new FutureTask<>(() -> bench.run("work();"));
    var thread = new Thread(running);
    thread.start();
    Bench.awaitUserCode(thread);
    bench.engine.interrupt();
    assertInstanceOf(Outcome.Interrupted.class, running.get(60, TimeUnit.SECONDS));
  }
}
