package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
    assertTrue(bench.printed().contains("box, boxes are reset"), bench.printed());
    assertEquals("7", bench.value("other"));
    assertEquals("Box[w=1, h=2]", bench.value("var box = new Box(1, 2);\nbox"));
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
    var running =
        CompletableFuture.supplyAsync(() -> bench.run("work();"), r -> new Thread(r).start());
    TimeUnit.MILLISECONDS.sleep(300);
    bench.engine.interrupt();
    assertInstanceOf(Outcome.Interrupted.class, running.get(20, TimeUnit.SECONDS));
  }
}
