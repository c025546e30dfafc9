package lectern.renderers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.stream.IntStream;
import lectern.display.MimeBundle;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableRendererTest {

  @Test
  void aShortTableIsShownWholeWithTypesAndAlignment() {
    var bundle = new TableRenderer().render(optimizers()).orElseThrow();
    assertEquals(
        """
        optimizers
        name     lr  steps
        SGD     0.1    100
        <Adam>    –     20
        2 rows × 3 columns\
        """,
        bundle.text());
    var html = html(bundle);
    assertTrue(html.contains("<strong>optimizers</strong>"), html);
    assertTrue(html.contains("<th style=\"text-align:left\">name<br>"), html);
    assertTrue(html.contains(">double</small>") && html.contains(">integer</small>"), html);
    assertTrue(html.contains("<td style=\"text-align:right\">0.1</td>"), html);
    assertTrue(html.contains("&lt;Adam&gt;") && !html.contains("<Adam>"), html);
    assertTrue(html.contains("2 rows × 3 columns"), html);
  }

  @Test
  void aLongTableShowsItsFirstAndLastRows() {
    var n = IntColumn.create("n", IntStream.range(0, 100_000).toArray());
    var bundle = new TableRenderer().render(Table.create("long", n)).orElseThrow();
    var html = html(bundle);
    assertTrue(html.contains(">0</td>") && html.contains(">9</td>"), html);
    assertTrue(html.contains(">99995</td>") && html.contains(">99999</td>"), html);
    assertFalse(html.contains(">10</td>") || html.contains(">99994</td>"), html);
    assertTrue(html.contains(">…</td>") && html.contains("100,000 rows × 1 column"), html);
    assertTrue(html.length() < 3000, () -> html.length() + " characters");
    assertEquals(10 + 1 + 5 + 3, bundle.text().lines().count());
  }

  @Test
  void aWideTableLeavesOutMiddleColumnsAndLongCellsEnd() {
    var table = Table.create("wide");
    IntStream.range(0, 60)
        .forEach(i -> table.addColumns(StringColumn.create("c" + i, "x".repeat(1000))));
    var html = html(new TableRenderer().render(table).orElseThrow());
    assertTrue(html.contains(">c15<") && html.contains(">c56<"), html);
    assertFalse(html.contains(">c16<") || html.contains(">c55<"), html);
    assertTrue(html.contains("xxx…</td>"), html);
    assertTrue(html.length() < 6000, () -> html.length() + " characters");
  }

  @Test
  void longDecimalsAreRoundedAndAFormatOfTheUserIsKept() {
    var third = DoubleColumn.create("third", 1 / 3.0, 2.5e-16, 120_000);
    var money = DoubleColumn.create("money", 1 / 3.0, 0, 0);
    money.setPrintFormatter(java.text.NumberFormat.getPercentInstance(java.util.Locale.ROOT), "");
    var html = html(new TableRenderer().render(Table.create("t", third, money)).orElseThrow());
    assertTrue(html.contains(">0.333333<"), html);
    assertTrue(html.contains(">2.5e-16<") && html.contains(">120000<"), html);
    assertTrue(html.contains(">33%<"), html);
  }

  @Test
  void datesTimesAndTruthValuesAreReadAsTheyAreWritten() {
    var day = DateColumn.create("day", LocalDate.of(2026, 1, 31), null);
    var at =
        DateTimeColumn.create(
            "at", LocalDateTime.of(2026, 1, 31, 8, 5), LocalDateTime.of(2026, 2, 1, 23, 0));
    var ok = BooleanColumn.create("ok", true, false);
    var text = new TableRenderer().render(Table.create("t", day, at, ok)).orElseThrow().text();
    assertEquals(
        """
        t
        day         at                ok
        2026-01-31  2026-01-31T08:05  true
        –           2026-02-01T23:00  false
        2 rows × 3 columns\
        """,
        text);
  }

  @Test
  void aCellStaysOnOneLineAndIsCutBetweenCharacters() {
    var names = StringColumn.create("n", "two\r\nlines\tand", "x".repeat(118) + "😀😀");
    var bundle = new TableRenderer().render(Table.create("t", names)).orElseThrow();
    assertTrue(bundle.text().contains("two↵lines and\n"), bundle.text());
    assertTrue(bundle.text().contains("x".repeat(118) + "…\n"), bundle.text());
    assertTrue(html(bundle).contains(">two↵lines and<"), html(bundle));
  }

  @Test
  void aColumnAloneAndASliceAreTablesToo() {
    var column = new TableRenderer().render(optimizers().column("steps")).orElseThrow();
    assertTrue(column.text().contains("steps\n  100\n   20\n2 rows × 1 column"), column.text());
    var slice = optimizers().splitOn("name").get(0);
    var text = new TableRenderer().render(slice).orElseThrow().text();
    assertTrue(text.endsWith("1 row × 3 columns"), text);
  }

  @Test
  void ofAMillionRowsOnlyThoseThatAreShownAreRead() {
    var n =
        DoubleColumn.create("n", IntStream.range(0, 1_000_000).mapToDouble(i -> i / 8.0).toArray());
    var bundle = new TableRenderer().render(Table.create("long", n)).orElseThrow();
    assertTrue(bundle.text().endsWith("1,000,000 rows × 1 column"), bundle.text());
    assertTrue(
        html(bundle).contains(">124999.9<") || html(bundle).contains(">125000<"), html(bundle));
    assertTrue(html(bundle).length() < 3000);
  }

  @Test
  void anEmptyTableSaysSo() {
    var bundle = new TableRenderer().render(Table.create("none")).orElseThrow();
    assertTrue(bundle.text().endsWith("0 rows × 0 columns"));
  }

  @Test
  void otherValuesAreLeftToOthers() {
    assertTrue(new TableRenderer().render(3).isEmpty());
  }

  private static Table optimizers() {
    var lr = DoubleColumn.create("lr", 0.1);
    lr.appendMissing();
    return Table.create(
        "optimizers",
        StringColumn.create("name", "SGD", "<Adam>"),
        lr,
        IntColumn.create("steps", 100, 20));
  }

  private static String html(MimeBundle bundle) {
    return (String) bundle.data().get(MimeBundle.HTML);
  }
}
