package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
