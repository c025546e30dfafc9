package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lectern.kernel.engine.Completion;
import lectern.kernel.engine.Completion.Candidate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {

  private static Bench bench;

  @BeforeAll
  static void start() throws InterruptedException {
    bench = new Bench();
    bench.value(
        """
        var list = new ArrayList<String>();
        int count = 3;
        String caption = "a";
        double half(double x) { return x / 2; }
        record Point(int x, int y) { Point plus(Point o) { return this; } }
        var point = new Point(1, 2);
        enum Level { LOW, MID, HIGH }
        Level level = Level.LOW;
        sealed interface Shape permits Disc, Box {}
        record Disc(double r) implements Shape {}
        record Box(double w) implements Shape {}
        Shape shape = new Disc(1);
        Map<String, List<Integer>> index = new HashMap<>();
        """);
    for (var i = 0; i < 600 && texts("java.util.concu|").isEmpty(); i++) {
      Thread.sleep(100); // JShell reads the names of packages on a thread of its own
    }
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
    assertEquals("(double) → double", candidate("hal|", "half(").signature());
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
  void packagesAndClassesComplete() {
    assertEquals("module", candidate("java.util.concu|", "concurrent.").kind());
    assertEquals("class", candidate("StringBui|", "StringBuilder").kind());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      value = {
        "String s = list.get(0); s.sub| ^ substring( ^ (int, int) → String",
        "list.stream().map(s -> s.tri| ^ trim() ^ () → String",
        "list.stream().map(s -> { var t = s.trim(); return t.tri| ^ trim() ^ () → String",
        "list.stream().map(String::length).filter(n -> n.intV| ^ intValue() ^ () → int",
        "list.get| ^ get( ^ (int) → String",
        "index.entrySet().stream().map(e -> e.getV| ^ getValue() ^ () → List<Integer>",
        "int n = point.x| ^ x() ^ () → int",
        "if (shape instanceof Disc d) { d.r| ^ r() ^ () → double",
        "void f(String name) { name.tri| ^ trim() ^ () → String",
        "String.form| ^ format( ^ (String, Object...) → String",
      })
  void membersHaveSignaturesWhereverTheReceiverComesFrom(
      String code, String name, String signature) {
    var found = candidate(code, name);
    assertEquals("function", found.kind());
    assertTrue(found.signature().contains(signature), found.signature());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      value = {
        "for (int tally = 0; tally < 3; tally++) { System.out.println(ta| ^ tally",
        "void f(String argument) { int k = 1; if (k > 0) { ar| ^ argument",
        "list.forEach(word -> System.out.println(wo| ^ word",
        "BiFunction<Integer, Integer, Integer> f = (first, second) -> se| ^ second",
        "switch (shape) { case Disc(double radius) -> ra| ^ radius",
        "try { } catch (Exception failure) { fa| ^ failure",
      })
  void localNamesComeFirst(String code, String name) {
    assertEquals(name, texts(code).getFirst(), code);
  }

  @Test
  void localNamesEndWithTheirBlock() {
    assertTrue(Locals.at("void f() { { int innermost = 1; ").containsKey("innermost"));
    assertFalse(Locals.at("void f() { { int innermost = 1; } ").containsKey("innermost"));
  }

  @ParameterizedTest
  @CsvSource({"retu|,return", "whi|,while", "impo|,import", "import stat|,static"})
  void keywordsComplete(String code, String word) {
    assertEquals("keyword", candidate(code, word).kind());
  }

  @Test
  void annotationsAndMethodReferencesComplete() {
    assertEquals(List.of("Override"), texts("@Over|"));
    assertTrue(texts("@Func|").contains("FunctionalInterface"));
    assertTrue(candidate("list.stream().map(String::to|", "toUpperCase").kind().equals("function"));
    assertTrue(texts("List.of(point).stream().map(Point::|").contains("x"));
    assertTrue(texts("list.forEach(System.out::pri|").contains("println"));
  }

  @Test
  void aSwitchOffersWhatItDecidesOver() {
    assertEquals(List.of("HIGH", "LOW", "MID"), texts("switch (level) { case |"));
    assertEquals(List.of("MID"), texts("switch (level) { case LOW -> 1; case M|"));
    assertEquals(List.of("Box", "Disc"), texts("switch (shape) { case |").subList(0, 2));
    assertTrue(texts("Level next = |").subList(0, 4).contains("Level.HIGH"));
  }

  @Test
  void newOffersWhatFitsTheVariable() {
    assertEquals("ArrayList<>(", texts("List<String> names = new |").getFirst());
    assertTrue(texts("Map<String, String> m = new Ha|").getFirst().startsWith("HashMap<>"));
  }

  @Test
  void whatEveryObjectHasComesLast() {
    var found = texts("point.|");
    assertEquals(List.of("plus(", "x()", "y()"), found.subList(0, 3));
    assertFalse(found.contains("finalize()") || found.contains("clone()"), found.toString());
  }

  @Test
  void aClassWrittenInLowerCaseIsFound() {
    assertEquals("System", texts("sys|").getFirst());
  }

  @Test
  void codeBehindAMagicAndTextsWithEmojiComplete() {
    assertTrue(texts("int someOther = 1;\n%magic x\nsomeO|").contains("someOther"));
    assertTrue(texts("var text = \"😀😀\"; text.len|").contains("length()"));
    assertTrue(texts("\"\"\"\n  😀 \\\" text\n  \"\"\".stri|").contains("strip()"));
  }

  @Test
  void nothingFitsNowhere() {
    assertEquals(List.of(), texts("qzqzqz|"));
    assertEquals(List.of(), at("\"text |").candidates());
  }
}
