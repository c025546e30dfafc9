package lectern.kernel.jshell;

import static lectern.kernel.jshell.Bench.assertContains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Cells that do not compile: the message, its place, and a hint.
class CompileErrorsTest {

  private static Bench bench;

  @BeforeAll
  static void start() throws InterruptedException {
    bench = new Bench();
    for (var i = 0; i < 60 && !hasImportHints(); i++) { // JShell reads the names on its own thread
      Thread.sleep(100);
    }
  }

  private static boolean hasImportHints() {
    return Bench.plain(bench.failure("BufferedImage image = null;")).contains("Add: import");
  }

  @AfterAll
  static void stop() {
    bench.close();
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
        "Sytem.out.println() | Did you mean System?",
        "println(3) | Did you mean System.out.println?",
        "sqrt(3) | Did you mean Math.sqrt?",
        "\"a\".length | length is a method: length()",
        "int[] xs = {}; xs.length() | length is a field: no parentheses",
        "List.of(1).length() | Did you mean size()?",
        "List.of(\"\").stream().map(String::toUppercase) | Did you mean toUpperCase?",
        "for (int index = 0; index < 3; index++) { System.out.println(indx); } | mean index?",
        "enum Hue { RED, BLUE }; Hue.PINK | There are BLUE, RED",
        "import java.utl.List; | Write: import java.util.List;",
        "import java.utils.*; | Did you mean java.util?",
        "float f = 1.5; | Write an f behind the number",
        "int i = 2.5; | (int) before it",
        "long n = 3000000000; | has an L behind it",
        "char c = \"x\"; | in single quotes",
        "void f() { Thread.sleep(1); } | `throws InterruptedException`",
        "System.out.println(“a”); | Write \" in its place",
      })
  void aMisspeltNameGetsAHint(String code, String hint) {
    assertContains(Bench.plain(bench.failure(code)), hint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "record Q(int x, int y) {}\\n"
            + "new Q(1) | line 2: constructor Q(int,int) cannot be called with (int)",
        "int f(int a) { return a; }\\n"
            + "f(\"x\") | line 2: incompatible types: String cannot be converted to int",
        "String.format() | line 1: no suitable method found for format()",
        "List<int> l = null; | line 1: unexpected type; required: reference; found: int",
        "var v = null; | line 1: cannot infer type for local variable v (variable initializer is"
            + " 'null')",
        "int class = 3; | line 1: a name is expected here",
        "else { } | line 1: 'else' without 'if'",
        "int a = 1;\\n/* never closed\\na | line 2: unclosed comment",
      })
  void aMessageIsOneReadableLine(String code, String message) {
    assertEquals(message, bench.failure(code.replace("\\n", "\n")).message());
  }

  @Test
  void candidatesStandBelowAnErrorEachOnItsLine() {
    assertContains(
        Bench.plain(bench.failure("Math.max(\"a\", 1)")),
        "no suitable method found for max(String,int)\n",
        "\n  Math.max(int,int): String cannot be converted to int\n");
  }

  @Test
  void oneMistakeIsOneError() {
    assertEquals(3, bench.failure("print \"hello\"").traceback().size());
    assertEquals(3, bench.failure("Gsn g = new Gsn();").traceback().size());
    assertFalse(Bench.plain(bench.failure("while (false) { }")).contains("missing return"));
  }

  @Test
  void aNameThatIsMissingInAMethodIsToldWithItsPlaceAndAHint() {
    bench.value("int fine = 1;\nint withTypo() {\n  return Mth.abs(fine);\n}");
    assertContains(
        bench.printed(), "withTypo() cannot be called until ", "Mth", ", line 3).", "mean Math?");
    bench.value("class Waits extends Missing {}");
    assertContains(bench.printed(), "Waits cannot be used until class Missing is declared (Cell");
    assertContains(
        Bench.plain(bench.failure("new Waits()")), "Waits cannot be used until class Missing");
  }

  @Test
  void aPastedFileMayNameItsPackage() {
    bench.value("// a file\npackage some.place;\n\nimport java.util.List;\nclass Pasted {}");
    assertContains(
        Bench.plain(bench.failure("package some.place;\nclass Bad { int x = \"\"; }")), "line 2");
    assertTrue(bench.value("new Pasted()").startsWith("Pasted@"));
  }

  @Test
  void aCallToAnUnfinishedMethodSaysWhatIsMissing() {
    bench.value("int later() { return missing() + 1; }");
    var failed = bench.failure("later()");
    assertContains(failed.message(), "later() cannot be called", "method missing()");
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
