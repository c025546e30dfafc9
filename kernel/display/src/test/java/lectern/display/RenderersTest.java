package lectern.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderersTest {

  record Point(int x, String name) {}

  /// Has two of the methods that make a class showable.
  public static final class Duck {
    public String toHtml() {
      return "<b>duck</b>";
    }

    public byte[] toPng() {
      return new byte[] {1, 2, 3};
    }

    @Override
    public String toString() {
      return "a duck";
    }
  }

  /// Throws whatever is asked.
  public static final class Broken {
    @Override
    public String toString() {
      throw new IllegalStateException("not now");
    }
  }

  private static String text(Object value) {
    return Display.render(value).text();
  }

  private static Object html(Object value) {
    return Display.render(value).data().get(MimeBundle.HTML);
  }

  @Test
  void arraysShowTheirElements() {
    assertEquals("[1, 2, 3]", text(new int[] {1, 2, 3}));
    assertEquals("[a, null]", text(new String[] {"a", null}));
    assertEquals("[[1.0, 2.0],\n [3.0]]", text(new double[][] {{1, 2}, {3}}));
    assertTrue(html(new double[][] {{1, 2}, {3}}).toString().contains("<td>2.0</td>"));
    assertEquals("[]", text(new Object[0]));
  }

  @Test
  void longCollectionsAreCutAndSayHowMuchIsMissing() {
    var list = IntStream.range(0, 1000).boxed().toList();
    assertTrue(text(list).endsWith("98, 99, … 900 more]"), text(list));
    assertEquals("[1, 2]", text(List.of(1, 2)));
    assertTrue(html(new int[100][100]).toString().contains("60 of 100 rows"));
  }

  @Test
  void recordsMapsAndListsOfRecordsAreTables() {
    var points = List.of(new Point(1, "<a>"), new Point(2, "b"));
    assertEquals(
        "<table><thead><tr><th>x</th><th>name</th></tr></thead><tbody>"
            + "<tr><td>1</td><td>&lt;a&gt;</td></tr><tr><td>2</td><td>b</td></tr></tbody></table>",
        html(points));
    assertEquals("Point[x=1, name=a]", text(new Point(1, "a")));
    assertTrue(html(new Point(1, "a")).toString().contains("<th>name</th>"));
    assertTrue(html(Map.of("k", 1)).toString().contains("<td>k</td><td>1</td>"));
    assertEquals("{k=1}", text(Map.of("k", 1)));
    assertEquals(null, html(List.of(1, 2)));
  }

  @Test
  void imagesAndFilesThatHoldOneAreShown(@TempDir Path folder) throws Exception {
    var image = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
    var bundle = Display.render(image);
    assertTrue(bundle.data().get(MimeBundle.PNG).toString().startsWith("iVBOR"));
    assertEquals(Map.of("width", 40, "height", 20), bundle.metadata().get(MimeBundle.PNG));
    assertEquals("BufferedImage 40 × 20", bundle.text());
    var file = Files.writeString(folder.resolve("a.svg"), "<svg/>");
    assertEquals("<svg/>", Display.render(file).data().get(MimeBundle.SVG));
    assertEquals(1, Display.render(folder.resolve("missing.png")).data().size());
  }

  @Test
  void methodsMakeAClassShowable() {
    var bundle = Display.render(new Duck());
    assertEquals("<b>duck</b>", bundle.data().get(MimeBundle.HTML));
    assertEquals("AQID", bundle.data().get(MimeBundle.PNG));
    assertEquals("a duck", bundle.text());
  }

  @Test
  void anExceptionShowsItsTraceAndAnOptionalItsContent() {
    assertTrue(text(new IllegalStateException("boom")).contains("boom"));
    assertEquals("Optional[[1, 2]]", text(Optional.of(new int[] {1, 2})));
    assertEquals("Optional.empty", text(Optional.empty()));
    assertTrue(html(Optional.of(new Point(1, "a"))).toString().contains("<table>"));
  }

  @Test
  void aStreamIsNotConsumed() {
    var stream = Stream.of(1, 2);
    assertTrue(text(stream).contains("stream"));
    assertEquals(List.of(1, 2), stream.toList());
  }

  @Test
  void whatUserCodeThrowsIsShownInstead() {
    assertEquals("Broken (showing it threw IllegalStateException: not now)", text(new Broken()));
    assertTrue(text(List.of(1, new Broken())).contains("not now"));
    Displayable bad =
        () -> {
          throw new IllegalArgumentException("no picture");
        };
    assertTrue(text(bad).contains("IllegalArgumentException: no picture"));
    var self = new ArrayList<Object>();
    self.add(self);
    assertTrue(text(self).contains("…"));
  }

  @Test
  void seriousErrorsGoOnToWhoeverRunsTheCell() {
    Displayable stopping =
        () -> {
          throw new OutOfMemoryError("planned");
        };
    assertThrows(OutOfMemoryError.class, () -> Display.render(stopping));
  }

  @Test
  void aRendererOfTheClassPathShowsItsClass() {
    Display.refreshRenderers();
    assertEquals("rendered", html(new RendererForTests.Shown()));
    assertEquals("nobody knows", text(new RendererForTests.Unknown()));
  }

  @Test
  void stringsAreTakenAsTheFormatThatIsAskedFor() {
    var bundle = Display.render("<b>x</b>", MimeBundle.HTML);
    assertEquals("<b>x</b>", bundle.data().get(MimeBundle.HTML));
    var only = Display.render(new Duck(), MimeBundle.PNG);
    assertFalse(only.data().containsKey(MimeBundle.HTML));
    assertEquals("a duck", only.text());
    assertEquals("plain", text("plain"));
    assertEquals("null", text(null));
  }

  @Test
  void formulasAndMarkupShowThemselves() {
    assertEquals("$$x^2$$", new Latex("x^2").toMimeBundle().data().get(MimeBundle.LATEX));
    assertEquals("$x$", new Latex("$x$").toMimeBundle().data().get(MimeBundle.LATEX));
    assertEquals("a b", new Html("<i>a</i><b>b</b>").toMimeBundle().text());
    assertEquals("# t", new Markdown("# t").toMimeBundle().data().get(MimeBundle.MARKDOWN));
  }

  @Test
  void aTerminalPrintsTheText() {
    var out = System.out;
    var bytes = new ByteArrayOutputStream();
    System.setOut(new java.io.PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      Display.display(new int[] {1});
    } finally {
      System.setOut(out);
    }
    assertEquals("[1]" + System.lineSeparator(), bytes.toString(StandardCharsets.UTF_8));
  }
}
