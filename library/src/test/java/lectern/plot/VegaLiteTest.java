package lectern.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lectern.display.MimeBundle;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class VegaLiteTest {

  private record Run(String optimizer, double lr, double loss, LocalDate day) {}

  private static final List<Run> RUNS =
      List.of(
          new Run("SGD", 0.1, 0.5, LocalDate.of(2026, 1, 2)),
          new Run("SGD", 0.01, 0.9, LocalDate.of(2026, 1, 3)),
          new Run("Adam", 0.001, Double.NaN, LocalDate.of(2026, 1, 4)));

  @Test
  void recordsBecomeRowsWithTheColumnsThatAreUsed() {
    var bundle =
        VegaLite.of(RUNS).point().x("lr").y("loss").color("optimizer").logX().toMimeBundle();
    var spec = spec(bundle);
    assertEquals("https://vega.github.io/schema/vega-lite/v5.json", spec.get("$schema"));
    assertEquals(
        List.of(
            row("lr", 0.1, "loss", 0.5, "optimizer", "SGD"),
            row("lr", 0.01, "loss", 0.9, "optimizer", "SGD"),
            row("lr", 0.001, "loss", null, "optimizer", "Adam")),
        at(spec, "data", "values"));
    assertEquals("point", at(spec, "mark", "type"));
    assertEquals("quantitative", at(spec, "encoding", "x", "type"));
    assertEquals("log", at(spec, "encoding", "x", "scale", "type"));
    assertEquals("nominal", at(spec, "encoding", "color", "type"));
    assertEquals(
        """
        Vega-Lite chart of 3 rows, mark point
          x: lr (quantitative)
          y: loss (quantitative)
          color: optimizer (nominal)\
        """,
        bundle.text());
  }

  @Test
  void fieldsAreWrittenAsInAltair() {
    var spec =
        VegaLite.of(RUNS).bar().x("day:O").y("mean(loss)").facet("optimizer").tooltip("lr").spec();
    assertEquals("ordinal", at(spec, "encoding", "x", "type"));
    assertEquals("mean", at(spec, "encoding", "y", "aggregate"));
    assertEquals("loss", at(spec, "encoding", "y", "field"));
    assertEquals("mean(loss)", at(spec, "encoding", "y", "title"));
    assertEquals(3, at(spec, "encoding", "facet", "columns"));
    var histogram = VegaLite.of(RUNS).bar().x("bin(loss)").y("count()").spec();
    assertEquals(Map.of("maxbins", 30), at(histogram, "encoding", "x", "bin"));
    assertEquals("count", at(histogram, "encoding", "y", "aggregate"));
    assertEquals("temporal", at(VegaLite.of(RUNS).x("day").spec(), "encoding", "x", "type"));
    assertEquals(
        "2026-01-02",
        ((Map<?, ?>) values(VegaLite.of(RUNS).x("day").spec()).getFirst()).get("day"));
  }

  @Test
  void columnsTensorsTablesAndMapsAreTheSameData() {
    var columns = new LinkedHashMap<String, Object>();
    columns.put("a", new int[] {1, 2});
    columns.put("b", List.of("x", "y"));
    var expected = List.of(row("a", 1, "b", "x"), row("a", 2, "b", "y"));
    assertEquals(expected, values(VegaLite.of(columns).x("a").y("b").spec()));
    assertEquals(
        expected,
        values(
            VegaLite.of(List.of(row("a", 1, "b", "x"), row("a", 2, "b", "y")))
                .x("a")
                .y("b")
                .spec()));
    var table =
        Table.create(
            "t",
            DoubleColumn.create("v", 1.5, Double.NaN),
            StringColumn.create("s", "x", "y"),
            DateColumn.create("d", LocalDate.of(2026, 5, 1), null));
    var spec = VegaLite.of(table).x("d").y("v").color("s").spec();
    assertEquals(
        List.of(row("d", "2026-05-01", "v", 1.5, "s", "x"), row("d", null, "v", null, "s", "y")),
        values(spec));
    assertEquals("temporal", at(spec, "encoding", "x", "type"));
    assertEquals(
        List.of(row("index", 0, "value", 3.0), row("index", 1, "value", 4.0)),
        values(VegaLite.of(Tensor.of(3, 4)).x("index").y("value").spec()));
    assertEquals(
        List.of(row("0", 1.0, "1", 2.0), row("0", 3.0, "1", 4.0)),
        values(VegaLite.of(Tensor.of(1, 2, 3, 4).reshape(2, 2)).x("0").y("1").spec()));
  }

  @Test
  void moreRowsThanTheLimitAreThinnedOutAndTheChartSaysSo() {
    var chart =
        VegaLite.of(Map.of("i", IntStream.range(0, 20_001).toArray()))
            .bar()
            .x("bin(i)")
            .y("count()");
    assertEquals(5000, values(chart.spec()).size());
    assertEquals("5,000 of 20,001 rows", at(chart.spec(), "title", "subtitle"));
    assertTrue(chart.describe().startsWith("Vega-Lite chart of 5,000 of 20,001 rows"));
    assertEquals(10, values(chart.limit(10).spec()).size());
    assertNull(VegaLite.of(RUNS).x("lr").spec().get("title"));
  }

  @Test
  void mergedJsonIsLaidOverTheSpecification() {
    var spec =
        VegaLite.of(RUNS)
            .bar()
            .x("optimizer")
            .y("lr")
            .merge(
                "{'mark': {'cornerRadius': 4}, 'encoding': {'y': {'stack': null}}, 'height': 99}")
            .spec();
    assertEquals("bar", at(spec, "mark", "type"));
    assertEquals(4.0, at(spec, "mark", "cornerRadius"));
    assertEquals("lr", at(spec, "encoding", "y", "field"));
    assertTrue(((Map<?, ?>) at(spec, "encoding", "y")).containsKey("stack"));
    assertEquals(99.0, spec.get("height"));
    assertEquals(
        4, ((Map<?, ?>) values(spec).getFirst()).size(), "merged JSON may name any column");
  }

  @Test
  void simpleChartsHaveAPictureForOtherReaders() {
    var points = VegaLite.of(RUNS).x("lr").y("loss").color("optimizer");
    assertTrue(points.toMimeBundle().data().containsKey(MimeBundle.PNG));
    var line = VegaLite.of(RUNS).line().x("lr").y("loss");
    assertTrue(line.toMimeBundle().data().containsKey(MimeBundle.PNG));
    var bars =
        VegaLite.of(Map.of("k", List.of("a", "b"), "v", new int[] {1, 2})).bar().x("k").y("v");
    assertTrue(bars.toMimeBundle().data().containsKey(MimeBundle.PNG));
    for (var other :
        List.of(
            VegaLite.of(RUNS).bar().x("optimizer").y("mean(loss)"),
            VegaLite.of(RUNS).bar().x("optimizer").y("loss"), // stacked
            VegaLite.of(RUNS).point().x("lr").y("loss").facet("optimizer"),
            VegaLite.of(RUNS).point().x("lr").y("loss").merge("{'mark': 'text'}"))) {
      assertFalse(other.toMimeBundle().data().containsKey(MimeBundle.PNG), other.describe());
    }
  }

  @Test
  void aColumnMayHaveAnyName() {
    var spec =
        VegaLite.of(Map.of("fc1.weight[0]", new int[] {1}, "mean(x)", new int[] {2}))
            .x("fc1.weight[0]")
            .y("mean(x)")
            .spec();
    assertEquals("fc1\\.weight\\[0\\]", at(spec, "encoding", "x", "field"));
    assertEquals("fc1.weight[0]", at(spec, "encoding", "x", "title"));
    assertNull(at(spec, "encoding", "y", "aggregate"));
  }

  @Test
  void theJsonIsJson() {
    var json = VegaLite.of(RUNS).x("lr").y("loss").title("a \"title\"").interactive().json();
    var parsed = JsonParser.parseString(json).getAsJsonObject();
    assertEquals("a \"title\"", parsed.getAsJsonObject("title").get("text").getAsString());
    assertEquals(
        "zoom", parsed.getAsJsonArray("params").get(0).getAsJsonObject().get("name").getAsString());
  }

  @Test
  void errorsNameTheColumnsThatThereAre() {
    assertEquals(
        "VegaLite: there is no column \"los\"; there are [optimizer, lr, loss, day]",
        message(() -> VegaLite.of(RUNS).y("los")));
    assertEquals(
        "VegaLite takes a Tablesaw table, a list of records or maps, a map of columns or a Tensor,"
            + " not Integer",
        message(() -> VegaLite.of(3)));
    assertEquals(
        "VegaLite needs data with at least one column", message(() -> VegaLite.of(List.of())));
    var uneven = new LinkedHashMap<String, Object>(Map.of("a", new int[2]));
    uneven.put("b", new int[3]);
    assertEquals(
        "VegaLite needs columns of one length, but \"a\" has 2 values and \"b\" has 3",
        message(() -> VegaLite.of(uneven)));
    assertTrue(
        message(() -> VegaLite.of(RUNS).merge("{"))
            .startsWith("VegaLite.merge needs a JSON object"));
    assertTrue(
        assertThrows(IllegalStateException.class, () -> VegaLite.of(RUNS).toMimeBundle())
            .getMessage()
            .startsWith("VegaLite has nothing to draw"));
  }

  private static Map<String, Object> row(Object... pairs) {
    var row = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      row.put((String) pairs[i], pairs[i + 1]);
    }
    return row;
  }

  private static Map<?, ?> spec(MimeBundle bundle) {
    return (Map<?, ?>) bundle.data().get(VegaLite.MIME);
  }

  private static List<?> values(Map<?, ?> spec) {
    return (List<?>) at(spec, "data", "values");
  }

  private static Object at(Object json, String... path) {
    return Arrays.stream(path).reduce(json, (o, key) -> ((Map<?, ?>) o).get(key), (a, b) -> b);
  }

  private static String message(Runnable wrong) {
    return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
  }
}
