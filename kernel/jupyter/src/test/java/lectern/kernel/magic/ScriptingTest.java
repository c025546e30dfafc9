package lectern.kernel.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import lectern.kernel.jshell.Bench;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What IJava's notebooks call of their kernel.
class ScriptingTest {

  @TempDir static Path folder;
  private static Bench bench;

  @BeforeAll
  static void start() {
    bench = new Bench(new StandardMagics());
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  private static void jar(String name) throws IOException {
    var file = folder.resolve(name);
    new JarOutputStream(Files.newOutputStream(file), new Manifest()).close();
  }

  @Test
  void evalGivesTheValueOfACell() {
    assertEquals("6", bench.value("(int) eval(\"1 + 2\") + 3"));
    assertEquals("7", bench.value("eval(\"int made = 7;\"); made"));
    assertEquals("null", bench.value("eval(\"int more;\")"));
    assertEquals("2", bench.value("eval(\"%time 1 + 1\")"));
  }

  @Test
  void whatTheCodeThrowsArrivesAsItIs() {
    var failed = bench.failure("eval(\"throw new ArithmeticException(\\\"own\\\")\")");
    assertEquals("ArithmeticException", failed.name());
    var broken = bench.failure("int before;\neval(\"1 +\")");
    assertTrue(broken.message().contains("reached end of file"), broken.message());
    assertTrue(Bench.plain(broken).contains("], line 2"), Bench.plain(broken));
  }

  @Test
  void magicsAreCalledByName() throws IOException {
    jar("a b.jar");
    var path = folder + "/a b.jar";
    assertEquals("[" + path + "]", bench.value("lineMagic(\"jars\", List.of(\"" + path + "\"))"));
    assertEquals("x", bench.value("cellMagic(\"html\", List.of(), \"<b>x</b>\")"));
    assertEquals("UsageError", bench.failure("lineMagic(\"nonsense\", List.of())").name());
  }

  @Test
  void aMagicsValueIsAssigned() throws IOException {
    jar("c.jar");
    assertEquals(
        "1 of 4",
        bench.value(
            "int four = 4;\nList<String> added = %jars "
                + folder
                + "/c*.jar\nadded.size() + \" of \" + four"));
    assertEquals("1", bench.value("int m = 13\n    % 4;\nm"));
    assertEquals("= %who", bench.value("var text = \"= %who\";\ntext"));
    assertEquals("UsageError", bench.failure("var v = %nonsense").name());
    var wrong = bench.failure("int five = 5;\nint no = %jars " + folder + "/c.jar");
    assertTrue(Bench.plain(wrong).contains("line 2"), Bench.plain(wrong));
  }

  @Test
  void otherThreadsMayNotRunCells() {
    bench.value(
        "var told = new String[1];\n"
            + "var t = new Thread(() -> { try { eval(\"1\"); }"
            + " catch (IllegalStateException e) { told[0] = e.getMessage(); } });\n"
            + "t.start(); t.join();");
    assertTrue(bench.value("told[0]").contains("the cell's own thread"));
  }

  @Test
  void aMethodOfTheNotebookTakesThePlaceOfAnImportedOne() {
    bench.value("printf(\"%d %s\", 1, \"a\")");
    assertEquals("1 a", bench.printed());
    assertEquals("mine", bench.value("String input(String p) { return \"mine\"; }\ninput(\"1\")"));
    bench.value(
        "void printf(String f, Object... all) { System.out.print(\"own\"); }\nprintf(\"\")");
    assertEquals("own", bench.printed());
    bench.value("void display(int[] a) { System.out.print(\"ints\"); }\ndisplay(new int[0]);");
    assertEquals("ints", bench.printed());
    bench.value("display(\"text\");");
    assertTrue(bench.printed().contains("text"), bench.printed());
  }

  @Test
  void anExceptionAsAValueIsToldAsOneThatWasThrown() {
    var text = bench.value("new IllegalStateException(\"kept\")");
    assertTrue(text.contains("kept") && text.contains("], line 1"), text);
    assertTrue(!text.contains("lectern.kernel"), text);
    assertTrue(!bench.value("%who").contains("$"));
  }
}
