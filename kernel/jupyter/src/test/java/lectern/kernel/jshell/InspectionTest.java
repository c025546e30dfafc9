package lectern.kernel.jshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import lectern.display.MimeBundle;
import lectern.kernel.engine.Completeness.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectionTest {

  @TempDir static Path folder;
  private static Bench bench;

  @BeforeAll
  static void start() throws IOException {
    bench = new Bench(library());
    bench.value(
        "import shapes.Circle;\nvar circle = new Circle(2);\nint half(int n) { return n / 2; }");
    bench.value(
        """
        /** A person, with {@code name}. */
        record Person(String name, int age) {
          /// Says *hello*.
          String greet(String who) { return who; }
        }
        class Account {
          /// In cents.
          int balance;
        }
        var account = new Account();
        var words = new ArrayList<String>(List.of("a"));
        int count = 5;
        enum Level { LOW }
        """);
  }

  @AfterAll
  static void stop() {
    bench.close();
  }

  /// A jar with a class, and its sources beside it.
  private static Path library() throws IOException {
    var source = folder.resolve("shapes/Circle.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source,
        """
        package shapes;
        /// A round thing, with `radius`.
        public class Circle {
          /// Makes one.
          public Circle(double radius) {}
          /// The area, as [Math#PI] · r².
          ///
          /// @param scale how much **larger**
          /// @return square metres
          public double area(double scale) { return 3 * scale; }
          /**
           * The rim, {@code 2πr}, see {@link Math#PI the constant}.
           * <p>Never negative.
           */
          public double rim() { return 6; }
        }
        """);
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertEquals(0, compiler.run(null, null, null, source.toString()));
    var jar = folder.resolve("shapes.jar");
    zip(jar, "shapes/Circle.class");
    zip(folder.resolve("shapes-sources.jar"), "shapes/Circle.java");
    return jar;
  }

  private static void zip(Path jar, String entry) throws IOException {
    try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(entry));
      out.write(Files.readAllBytes(folder.resolve(entry)));
    }
  }

  private static String at(String text, int detail) {
    var cursor = text.indexOf('|');
    return bench
        .engine
        .inspect(text.replace("|", ""), cursor, detail)
        .map(MimeBundle::text)
        .orElse("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Math.max(|",
        "Math.max|(1, 2)",
        "Math.m|ax(1, 2)",
        "Math.|max(1, 2)",
        "Math.max(1,| 2)",
        "Math.max|",
        "int z = 3;\nMath.max(z, |"
      })
  void aMethodIsFoundAnywhereInItsNameAndItsCall(String text) {
    var found = at(text, 0);
    assertTrue(found.contains("int Math.max(int a, int b)"), found);
    assertTrue(found.contains("greater of two `int` values"), found);
    assertTrue(found.contains("`a` — an argument"), found);
    assertFalse(found.contains("{@code"), found);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Strin^g s | The `String` class represents character strings",
        "hal^f(3) | int half(int n)",
        "circ^le | Circle",
        "circle.ar^ea(2) | The area, as `Math.PI` · r²",
        "circle.area(^2) | `scale` — how much **larger**",
        "circle.rim^() | The rim, `2πr`, see the constant",
        "Circ^le | A round thing",
        "new Circle(^ | Makes one",
        "coun^t + 1 | int count = 5",
        "word^s.add(3) | ArrayList<String> words  // 1 element",
        "Pers^on p = null; | record Person(String name, int age)",
        "Pers^on p = null; | A person, with `name`.",
        "new Pers^on(null, 1) | Person(String name, int age)",
        "new Person(null, 1).gre^et(null) | Says *hello*.",
        "account.bal^ance | In cents.",
        "Lev^el.LOW | enum Level",
        "java.uti^l.List.of() | package java.util",
        "import java.util.Li^st; | interface java.util.List<E>",
        "import static java.lang.Math.ab^s; | int Math.abs(int a)",
        "words.stream().map(String::len^gth) | int String.length()",
        "words.stream().map(Person::n^ew) | Person(String name, int age)",
        "words.forEach(x -> x.len^gth()) | int String.length()",
        "words.add(half(^count)) | int count = 5",
        "words.add(half(3)^) | int half(int n)",
        "Math.max(1, half(count)^) | int half(int n)",
        "words.stream().ma^p(x -> x) | `<R>` — The element type of the new stream",
        "List.o^f(1) | ~```java\n<E> List<E> List<E>.of(E e1)~",
      })
  void aNameShowsItsDocumentation(String code, String expected) {
    var found = at(code.replace("^", "|"), 0);
    assertTrue(found.contains(expected), () -> "no «" + expected + "» in\n" + found);
  }

  @Test
  void documentationInHtmlReadsAsMarkdown() {
    var text =
        JavadocText.toMarkdown(
            """
             Up to 2<sup>31</sup>, {@return the size}; &pi; &amp; {@code a<b>}.
             <table><tr><th>a</th><th>b</th></tr><tr><td>{@code 1}</td><td>2</td></tr></table>
             <dl><dt>one<dd>first</dl>
             {@snippet :
             int x = 1;
             }

             @param <T> the {@link java.util.List#size() kind}
             @shape `(N,)` → `()`
            """);
    for (var part :
        List.of(
            "2<sup>31</sup>, Returns the size.; π & `a<b>`.",
            "| a | b |\n|---|---|\n| `1` | 2 |",
            "- one — first",
            "```java\nint x = 1;\n```",
            "- `<T>` — the kind",
            "- shape `(N,)` → `()`")) {
      assertTrue(text.contains(part), () -> "no «" + part + "» in\n" + text);
    }
  }

  @Test
  void moreDetailShowsTheSource() {
    assertTrue(at("half|(3)", 1).contains("return n / 2;"), at("half|(3)", 1));
    assertTrue(at("circle.area|(3)", 1).contains("return 3 * scale;"));
  }

  @Test
  void whatHasNoNameHasNoDescription() {
    assertEquals("", at("1 + |2", 0));
    assertEquals("", at("|", 0));
    assertEquals("", at("neverDeclared|", 0));
    assertEquals("", at("ret|urn", 0));
    assertEquals("", at("// about half|", 0));
    assertEquals("", at("\"about half|\"", 0));
    assertEquals("", at("half(1); |", 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1 + 1 | COMPLETE | ~~",
        "int x = | INCOMPLETE | ~    ~",
        "for (int i = 0; i < 3; i++) { | INCOMPLETE | ~  ~",
        "class A { void f() { | INCOMPLETE | ~    ~",
        "} | INVALID | ~~",
        "%time 1 | COMPLETE | ~~",
        "@Override | INCOMPLETE | ~~",
        "if (x > 3) | INCOMPLETE | ~  ~",
        "~if (x) {\n  a();\n} else~ | INCOMPLETE | ~  ~",
        "~for (;;) {\n    a();~ | INCOMPLETE | ~    ~",
        "int y = 3 + | INCOMPLETE | ~    ~",
        "a ? b : | INCOMPLETE | ~    ~",
        "~list.stream()\n    .map(x -> x).~ | INCOMPLETE | ~    ~",
        "~switch (x) {\n  case 1:~ | INCOMPLETE | ~    ~",
        "/* comment | INCOMPLETE | ~~",
        "~\tif (x) {~ | INCOMPLETE | ~\t\t~",
        "~String s = \"\"\"\n  abc~ | INCOMPLETE | ~  ~",
        "~%%bash\necho a~ | INCOMPLETE | ~~",
        "~%%bash\necho a\n~ | COMPLETE | ~~",
      })
  void enterContinuesAnUnfinishedCell(String code, Status status, String indent) {
    var answer = bench.engine.isComplete(code);
    assertEquals(List.of(status, indent), List.of(answer.status(), answer.indent()));
  }
}
