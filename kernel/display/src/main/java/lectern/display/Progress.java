package lectern.display;

import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongSupplier;

/// Shows how far a loop is.
///
/// ```java
/// for (var epoch : Progress.of(List.of(1, 2, 3), "epoch")) { … }
/// ```
///
/// In a notebook one bar is redrawn at most five times a second; in a terminal a line is printed
/// now and then.
public final class Progress<T> implements Iterable<T> {

  private static final long REDRAW_NANOS = 200_000_000L;
  private static final long PRINT_NANOS = 2_000_000_000L;

  private final Iterable<T> elements;
  private final long total;
  private final String label;
  private final LongSupplier clock;

  Progress(Iterable<T> elements, long total, String label, LongSupplier clock) {
    this.elements = Objects.requireNonNull(elements, "elements");
    this.total = total;
    this.label = Objects.requireNonNull(label, "label");
    this.clock = clock;
  }

  /// Goes through `elements`; the size of a collection is known, others are counted.
  public static <T> Progress<T> of(Iterable<T> elements) {
    return of(elements, "");
  }

  /// Goes through `elements`, with a word before the bar.
  public static <T> Progress<T> of(Iterable<T> elements, String label) {
    return new Progress<>(
        elements, elements instanceof Collection<?> c ? c.size() : -1, label, System::nanoTime);
  }

  /// Goes through `elements`, of which there are `total`.
  public static <T> Progress<T> of(Iterable<T> elements, long total, String label) {
    return new Progress<>(elements, total, label, System::nanoTime);
  }

  @Override
  public Iterator<T> iterator() {
    return new Counting(elements.iterator());
  }

  private final class Counting implements Iterator<T> {
    private final Iterator<T> source;
    private final String id = UUID.randomUUID().toString();
    private final long start = clock.getAsLong();
    private long done = -1;
    private long shownAt;
    private boolean shown;
    private boolean over;

    Counting(Iterator<T> source) {
      this.source = source;
    }

    @Override
    public boolean hasNext() {
      boolean more = source.hasNext();
      if (!more && !over) {
        over = true;
        done++;
        show(true);
      }
      return more;
    }

    @Override
    public T next() {
      var element = source.next();
      done++;
      show(false);
      return element;
    }

    private void show(boolean last) {
      long now = clock.getAsLong();
      var host = Display.host();
      long pause = host.isRich() ? REDRAW_NANOS : PRINT_NANOS;
      if (last || !shown || now - shownAt >= pause) {
        host.show(bundle(Math.max(0, done), now - start), id, shown && host.isRich());
        shown = true;
        shownAt = now;
      }
    }
  }

  private MimeBundle bundle(long done, long nanos) {
    var text = text(done, nanos / 1e9);
    var bar =
        total > 0 ? "<progress value=\"" + done + "\" max=\"" + total + "\"></progress> " : "";
    return MimeBundle.text(text).with(MimeBundle.HTML, bar + Html.escape(text));
  }

  private String text(long done, double seconds) {
    var name = label.isEmpty() ? "" : label + " ";
    if (total <= 0) {
      return String.format(Locale.ROOT, "%s%d, %.1f s", name, done, seconds);
    }
    var left =
        done == 0 || done >= total
            ? ""
            : String.format(Locale.ROOT, ", %.1f s left", seconds / done * (total - done));
    return String.format(
        Locale.ROOT,
        "%s%d/%d (%d %%) %.1f s%s",
        name,
        done,
        total,
        100 * done / total,
        seconds,
        left);
  }
}
