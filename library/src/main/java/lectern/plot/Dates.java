package lectern.plot;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Dates and times on an axis, as seconds since 1970. Those with a zone are shown in UTC.
final class Dates {

  private static final double NANOS = 1e9;

  /// The distance of two ticks: so many units.
  private record Step(int count, ChronoUnit unit) {

    double seconds() {
      return count * (double) unit.getDuration().toSeconds();
    }

    /// The last tick that is not after `time`.
    LocalDateTime floor(LocalDateTime time) {
      return switch (unit) {
        case YEARS ->
            LocalDate.of(Math.floorDiv(time.getYear(), count) * count, 1, 1).atStartOfDay();
        case MONTHS ->
            LocalDate.of(time.getYear(), (time.getMonthValue() - 1) / count * count + 1, 1)
                .atStartOfDay();
        case DAYS -> {
          var day = time.toLocalDate();
          yield LocalDate.ofEpochDay(Math.floorDiv(day.toEpochDay(), count) * count).atStartOfDay();
        }
        default -> {
          long seconds = (long) seconds();
          var day = time.toLocalDate().atStartOfDay();
          long within = Duration.between(day, time).toSeconds();
          yield day.plusSeconds(within / seconds * seconds);
        }
      };
    }

    DateTimeFormatter format() {
      return DateTimeFormatter.ofPattern(
          switch (unit) {
            case YEARS -> "uuuu";
            case MONTHS -> "MMM uuuu";
            case DAYS -> "d MMM";
            case SECONDS -> "HH:mm:ss";
            default -> "HH:mm";
          },
          Locale.ENGLISH);
    }
  }

  private static final List<Step> STEPS = steps();

  private Dates() {}

  private static List<Step> steps() {
    var steps = new ArrayList<Step>();
    add(steps, ChronoUnit.SECONDS, 1, 2, 5, 10, 15, 30);
    add(steps, ChronoUnit.MINUTES, 1, 2, 5, 10, 15, 30);
    add(steps, ChronoUnit.HOURS, 1, 2, 3, 6, 12);
    add(steps, ChronoUnit.DAYS, 1, 2, 7, 14);
    add(steps, ChronoUnit.MONTHS, 1, 2, 3, 6);
    add(steps, ChronoUnit.YEARS, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000);
    return steps;
  }

  private static void add(List<Step> steps, ChronoUnit unit, int... counts) {
    for (var count : counts) {
      steps.add(new Step(count, unit));
    }
  }

  /// Whether values are dates or times: those of an array or a list are if its first is.
  static boolean are(Object values) {
    return switch (values) {
      case Temporal[] _ -> true;
      case Collection<?> list -> list.stream().limit(1).anyMatch(Temporal.class::isInstance);
      case null, default -> false;
    };
  }

  /// Seconds since 1970.
  ///
  /// @throws IllegalArgumentException when it is no date
  static double seconds(Temporal time) {
    return switch (time) {
      case LocalDate day -> day.toEpochDay() * 86_400.0;
      case LocalDateTime t -> seconds(t.toInstant(ZoneOffset.UTC));
      case ZonedDateTime t -> seconds(t.toInstant());
      case OffsetDateTime t -> seconds(t.toInstant());
      case Instant t -> t.getEpochSecond() + t.getNano() / NANOS;
      default ->
          throw new IllegalArgumentException(
              "Plot takes LocalDate, LocalDateTime, ZonedDateTime, OffsetDateTime and Instant, not "
                  + time.getClass().getSimpleName());
    };
  }

  private static LocalDateTime time(double seconds) {
    long whole = (long) Math.floor(seconds);
    int nanos = (int) Math.min(NANOS - 1, (seconds - whole) * NANOS);
    return LocalDateTime.ofEpochSecond(whole, nanos, ZoneOffset.UTC);
  }

  /// `2026-03-01`, or `2026-03-01 12:00` where it is not midnight.
  static String text(double seconds) {
    var time = time(seconds);
    var day = time.toLocalDate().toString();
    return time.equals(time.toLocalDate().atStartOfDay())
        ? day
        : day + " " + time.toLocalTime().truncatedTo(ChronoUnit.SECONDS);
  }

  /// Round dates and times, named so that a reader knows which: hours have the date as offset.
  ///
  /// @param count about how many
  static Ticks ticks(double low, double high, int count) {
    var rough = (high - low) / count;
    var step = STEPS.stream().filter(s -> s.seconds() >= rough).findFirst().orElse(STEPS.getLast());
    var at = new ArrayList<Double>();
    var labels = new ArrayList<String>();
    var format = step.format();
    for (var t = step.floor(time(low)); seconds(t) <= high; t = t.plus(step.count, step.unit)) {
      if (seconds(t) >= low) {
        at.add(seconds(t));
        labels.add(format.format(t));
      }
    }
    var begin = time(low).toLocalDate();
    var end = time(high).toLocalDate();
    var offset =
        switch (step.unit) {
          case YEARS, MONTHS -> "";
          case DAYS ->
              begin.getYear() == end.getYear() ? "" + begin.getYear() : begin + " … " + end;
          default -> begin.equals(end) ? begin.toString() : begin + " … " + end;
        };
    return new Ticks(at.stream().mapToDouble(v -> v).toArray(), labels, offset);
  }
}
