package lectern.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.IntStream;
import lectern.display.MimeBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Dates and times as abscissas.
class DatesTest {

  private static String svg(Plot plot) {
    return (String) plot.toMimeBundle().data().get(MimeBundle.SVG);
  }

  @Test
  void datesStandOnTheAxisAsDates() {
    var days = IntStream.range(0, 90).mapToObj(LocalDate.of(2026, 3, 1)::plusDays).toList();
    var values = IntStream.range(0, 90).mapToDouble(Math::sqrt).toArray();
    var plot = Plot.of("runs").line("a run a day", days, values).level("goal", 5);
    var svg = svg(plot);
    assertTrue(svg.contains(">14 ") || svg.contains(" Mar<") || svg.contains(">Apr 2026<"), svg);
    assertTrue(plot.describe().contains("x 2026-03-01 … 2026-05-29"), plot.describe());
    var hours =
        new LocalDateTime[] {
          LocalDateTime.of(2026, 3, 1, 8, 0), LocalDateTime.of(2026, 3, 1, 20, 30)
        };
    var within = svg(Plot.of("").scatter("a", hours, new double[] {1, 2}));
    assertTrue(within.contains(">12:00<") && within.contains(">2026-03-01<"), within);
    var years =
        List.of(Instant.parse("1996-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:00:00Z"));
    assertTrue(svg(Plot.of("").line("a", years, List.of(1, 2))).contains(">2010<"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 59, 3_600, 86_400, 700_000, 5_000_000, 90_000_000, 3_000_000_000L})
  void datesAtAnyDistanceHaveAFewLabels(long seconds) {
    var from = LocalDateTime.of(2026, 2, 27, 23, 59, 58);
    var ticks = Dates.ticks(Dates.seconds(from), Dates.seconds(from.plusSeconds(seconds)), 7);
    assertTrue(ticks.at().length >= 1 && ticks.at().length <= 9, ticks.labels().toString());
    assertEquals(ticks.labels().stream().distinct().toList(), ticks.labels());
  }

  @Test
  void datesAndNumbersDoNotMixOnOneAxis() {
    var plot = Plot.of("").line("numbers", new double[] {1, 2}, new double[] {1, 2});
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> plot.line("dates", List.of(LocalDate.EPOCH), new double[] {1}));
    assertEquals(
        "Plot: \"dates\" has dates as x, but what was added before has numbers",
        error.getMessage());
    var log = Plot.of("").line("d", List.of(LocalDate.EPOCH), new double[] {1}).logX();
    assertThrows(IllegalArgumentException.class, log::toMimeBundle);
  }
}
