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
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderersTest {

  private static final String LEFT = " style=\"text-align:left\"";

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
        "<table><thead><tr><th>x</th><th~>name</th></tr></thead><tbody>".replace("~", LEFT)
            + "<tr><td>1</td><td~>&lt;a&gt;</td></tr><tr><td>2</td><td~>b</td></tr></tbody></table>"
                .replace("~", LEFT),
        html(points));
    assertEquals("Point[x=1, name=a]", text(new Point(1, "a")));
    assertTrue(html(new Point(1, "a")).toString().contains("name</th>"));
    assertTrue(html(Map.of("k", 1)).toString().contains(">k</td><td>1</td>"));
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
    assertEquals("[(this)]", text(self));
    var map = new HashMap<String, Object>(Map.of("me", 1));
    map.put("me", map);
    assertEquals("{me=(this)}", text(map));
  }

  @Test
  void whatHasNoEndIsCut() {
    var endless =
        new AbstractList<Integer>() {
          @Override
          public Integer get(int i) {
            return i;
          }

          @Override
          public int size() {
            return Integer.MAX_VALUE;
          }
        };
    assertTrue(text(endless).startsWith("[0, 1, 2"), text(endless));
    assertTrue(text(endless).endsWith("… 2147483547 more]"), text(endless));
    assertTrue(text(new int[100][100][100]).length() < 10_000);
    assertEquals("x".repeat(100_000) + "… 5 more characters", text("x".repeat(100_005)));
    var shared = new int[] {1};
    assertEquals("[[1],\n [1]]", text(new int[][] {shared, shared}));
  }

  @SuppressWarnings("ArrayRecordComponent") // what the test is about
  record Weights(double[] w, Weights next) {}

  record Named(String name) {
    @Override
    public String toString() {
      return "I am " + name;
    }
  }

  @Test
  void aRecordShowsTheArraysInIt() {
    assertEquals(
        "Weights[w=[1.0], next=Weights[w=[], next=null]]",
        text(new Weights(new double[] {1}, new Weights(new double[0], null))));
    assertEquals("I am me", text(new Named("me")));
  }

  @Test
  void listsOfMapsAreTablesWithAColumnForEachKey() {
    var first = new TreeMap<>(Map.of("a", 1, "b", 2));
    var second = new TreeMap<>(Map.of("b", 3, "c", 4));
    assertEquals(
        "<table><thead><tr><th>a</th><th>b</th><th>c</th></tr></thead><tbody>"
            + "<tr><td>1</td><td>2</td><td></td></tr><tr><td></td><td>3</td><td>4</td></tr>"
            + "</tbody></table>",
        html(List.of(first, second)));
    assertEquals(null, html(List.of(Map.of("a", 1), "no map")));
  }

  @Test
  void whatHasNoTextOfItsOwnIsNamed() {
    assertEquals("an iterator (showing it takes nothing from it)", text(List.of(1).iterator()));
    Runnable lambda = () -> {};
    assertEquals("Runnable lambda", text(lambda));
    assertTrue(text(new Object() {}).startsWith("Object (anonymous)@"));
    assertEquals("class java.lang.String", text(String.class));
  }

  @Test
  void bytesOfAPictureAreAPictureAndOtherBytesAreNumbers() throws Exception {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", bytes);
    var bundle = Display.render(bytes.toByteArray());
    assertTrue(bundle.data().get(MimeBundle.PNG).toString().startsWith("iVBOR"));
    assertEquals(Set.of(MimeBundle.TEXT), Display.render(new byte[] {1, 2}).data().keySet());
    var asked = Display.render(new byte[] {1, 2}, "image/jpeg");
    assertEquals("AQI=", asked.data().get("image/jpeg"));
  }

  @Test
  void aFileThatOnlyClaimsToBeAPictureIsNamed(@TempDir Path folder) throws Exception {
    var file = Files.writeString(folder.resolve("a.png"), "no picture");
    assertEquals(Map.of(MimeBundle.TEXT, file.toString()), Display.render(file).data());
  }

  @Test
  void jsonIsGivenWhereItIsAskedForAndNowhereElse() {
    var map = Map.of("a", List.of(1, 2));
    assertEquals(map, Display.render(map, MimeBundle.JSON).data().get(MimeBundle.JSON));
    assertFalse(Display.render(map).data().containsKey(MimeBundle.JSON));
  }

  /// Its methods are not public, as people write them in a notebook.
  static class Shy {
    String toMarkdown() {
      return "*shy*";
    }

    private String toHtml() {
      return "hidden " + toMarkdown();
    }
  }

  @Test
  void methodsNeedNotBePublic() {
    var data = Display.render(new Shy()).data();
    assertEquals("*shy*", data.get(MimeBundle.MARKDOWN));
    assertFalse(data.containsKey(MimeBundle.HTML));
    assertEquals("hidden *shy*", new Shy().toHtml());
  }

  @Test
  void withoutAKernelCodeCannotBeRun() {
    var error = assertThrows(IllegalStateException.class, () -> Scripting.eval("1"));
    assertTrue(error.getMessage().contains("no kernel"), error.getMessage());
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
