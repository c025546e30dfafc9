package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lectern.kernel.engine.Completion;
import lectern.kernel.engine.Completion.Candidate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CompletionTest {

  private static Bench bench;

  @BeforeAll
  static void start() {
    bench = new Bench();
    bench.value(
        """
        var list = new ArrayList<String>();
        int count = 3;
        String caption = "a";
        double half(double x) { return x / 2; }
        record Point(int x, int y) { Point plus(Point o) { return this; } }
        var point = new Point(1, 2);
        """);
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  /// Completes at the `|` of a text.
  private static Completion at(String text) {
    var cursor = text.indexOf('|');
    return bench.engine.complete(text.replace("|", ""), cursor);
  }

  private static List<String> texts(String text) {
    return at(text).candidates().stream().map(Candidate::text).toList();
  }

  private static Candidate candidate(String text, String name) {
    return at(text).candidates().stream()
        .filter(c -> c.text().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " not in " + texts(text)));
  }

  @Test
  void membersComeWithKindAndSignature() {
    var abs = candidate("Math.ab|", "abs(");
    assertEquals("function", abs.kind());
    assertTrue(abs.signature().contains("(int) → int"), abs.signature());
    assertEquals("field", candidate("Math.P|", "PI").kind());
    assertEquals(new Completion(5, 7, List.of()).start(), at("Math.ab|").start());
    assertTrue(candidate("point.pl|", "plus(").signature().contains("Point"), "own record");
  }

  @Test
  void namesOfTheNotebookComeFirstWithTheirTypes() {
    var found = at("c|").candidates();
    assertEquals("caption", found.getFirst().text());
    assertEquals("String", found.getFirst().signature());
    assertEquals("variable", found.getFirst().kind());
    assertEquals("(double)double", candidate("hal|", "half(").signature());
  }

  @Test
  void whatFitsTheTypeComesFirst() {
    assertEquals("caption", texts("String s = c|").getFirst());
    assertEquals("count", texts("int i = c|").getFirst());
  }

  @Test
  void lambdasAndHalfWrittenChainsComplete() {
    assertTrue(texts("list.stream().map(x -> x.len|)").contains("length()"));
    assertTrue(texts("list.stream()\n    .filter(s -> true)\n    .ma|").contains("map("));
    assertTrue(texts("list.forEach(x -> System.out.pri|").contains("println("));
  }

  @Test
  void namesThatTheCellDeclaresComplete() {
    assertTrue(texts("int someCounter = 0;\nsomeC|").contains("someCounter"));
    assertTrue(texts("var words = List.of(\"a\");\nwords.str|").contains("stream()"));
  }

  @Test
  void codeBelowAMagicCompletes() {
    assertTrue(texts("%time 1\nlist.ad|").contains("add("));
  }

  @Test
  void packagesAndClassesComplete() throws InterruptedException {
    // JShell reads the names of packages on a thread of its own.
    for (var i = 0; i < 100 && texts("java.util.concu|").isEmpty(); i++) {
      Thread.sleep(100);
    }
    assertEquals("module", candidate("java.util.concu|", "concurrent.").kind());
    assertEquals("class", candidate("StringBui|", "StringBuilder").kind());
  }

  @Test
  void nothingFitsNowhere() {
    assertEquals(List.of(), texts("qzqzqz|"));
    assertEquals(List.of(), at("\"text |").candidates());
  }
}
