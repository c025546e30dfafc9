package lectern.train;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.RoundRectangle2D;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import lectern.display.Display;
import lectern.display.DisplayHost;
import lectern.display.Figure;
import lectern.display.MimeBundle;
import lectern.display.Png;
import lectern.plot.Plot;

/// A training in a notebook: one picture that is drawn anew, at most five times a second, by a
/// thread of its own that takes at most a tenth of a core and of a slow line.
final class LiveView extends TrainingView {

  private static final long PAUSE_MILLIS = 200;

  /// How many times longer than drawing kept a core busy is paused.
  private static final int REST = 9;

  /// What a slow line carries: 0.8 Mbit a second.
  private static final int BYTES_PER_MILLI = 100;

  /// How long the end waits for the last picture.
  private static final long PATIENCE_MILLIS = 10_000;

  /// How long it waits when interrupted: the cell is to end, and the picture follows.
  private static final long MOMENT_MILLIS = 50;

  private static final int CHARTS = 2;
  private static final int CHART_WIDTH = 340;
  private static final int CHART_HEIGHT = 250;
  private static final int GAP = 16;
  private static final int WIDTH = CHARTS * (CHART_WIDTH + GAP) - GAP;
  private static final int HEAD = 56;
  private static final Color INK = new Color(0x7a7a7a);
  private static final Color BAR = new Color(0x0072b2);
  private static final Color TROUGH = new Color(0x80, 0x80, 0x80, 56);
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private final DisplayHost host = Display.host();
  private final History history;
  private final String id = UUID.randomUUID().toString();
  private final Thread drawer =
      Thread.ofPlatform().daemon().name("lectern-training-view").unstarted(this::draw);
  private volatile boolean changed;
  private volatile boolean closing;
  private boolean shown;

  LiveView(History history, int epoch, int epochs, int stepsPerEpoch) {
    super(epoch, epochs, stepsPerEpoch);
    this.history = history;
    drawer.start();
  }

  @Override
  void changed() {
    changed = true;
  }

  @Override
  void epochEnded() {
    changed = true;
  }

  /// Waits for the last picture, but only a moment after an interrupt.
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(drawer);
    boolean interrupted = false;
    long patience = wasInterrupted() ? MOMENT_MILLIS : PATIENCE_MILLIS;
    long end = System.nanoTime() + patience * 1_000_000;
    while (drawer.isAlive() && System.nanoTime() < end) {
      try {
        drawer.join(patience);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void draw() {
    while (!closing) {
      long pause = PAUSE_MILLIS;
      if (changed) {
        changed = false;
        long start = worked();
        int bytes = show(false);
        long took = (worked() - start) / 1_000_000;
        pause = Math.max(pause, Math.max(REST * took, bytes / BYTES_PER_MILLI));
      }
      if (!closing) {
        LockSupport.parkNanos(1_000_000 * pause);
      }
    }
    show(true);
  }

  /// How long this thread has worked, in nanoseconds; on a busy machine that is less than has
  /// passed.
  private static long worked() {
    var threads = ManagementFactory.getThreadMXBean();
    return threads.isCurrentThreadCpuTimeSupported()
        ? threads.getCurrentThreadCpuTime()
        : System.nanoTime();
  }

  /// @param isLast true shows what stays: a [Figure]
  /// @return how many bytes it has
  private int show(boolean isLast) {
    var text = place() + "\n" + values() + "\n" + pace();
    MimeBundle bundle;
    try {
      var names = Curves.changing(history).stream().filter(n -> !n.equals("lr")).limit(CHARTS);
      var charts = new ArrayList<Plot>();
      names.forEach(n -> charts.add(Curves.of(history, n).size(CHART_WIDTH, CHART_HEIGHT)));
      var words = new StringBuilder(text);
      charts.forEach(chart -> words.append('\n').append(chart.describe()));
      bundle =
          isLast
              ? Figure.bundle(WIDTH, height(charts), g -> paint(g, charts), words.toString())
              : draft(charts, words.toString());
    } catch (RuntimeException | LinkageError e) {
      bundle = MimeBundle.text(text + "\n(no picture: " + e + ")");
    }
    host.show(bundle, id, shown);
    shown = true;
    return bundle.data().getOrDefault(MimeBundle.PNG, "").toString().length();
  }

  /// One pixel for a CSS pixel.
  private MimeBundle draft(List<Plot> charts, String words) {
    var image = Figure.image(WIDTH, height(charts), 1, g -> paint(g, charts));
    return Png.bundle(image, words)
        .withMetadata(
            MimeBundle.PNG, Map.of("width", image.getWidth(), "height", image.getHeight()));
  }

  private static int height(List<Plot> charts) {
    return HEAD + (charts.isEmpty() ? 0 : CHART_HEIGHT);
  }

  private void paint(Graphics2D g, List<Plot> charts) {
    head(g);
    g.translate(0, HEAD);
    for (var chart : charts) {
      var own = (Graphics2D) g.create();
      chart.paint(own);
      own.dispose();
      g.translate(CHART_WIDTH + GAP, 0);
    }
  }

  private void head(Graphics2D g) {
    g.setColor(INK);
    g.setFont(TEXT.deriveFont(Font.BOLD));
    g.drawString(place(), 0, 14);
    g.setFont(TEXT);
    var pace = pace();
    g.drawString(pace, WIDTH - g.getFontMetrics().stringWidth(pace), 14);
    g.drawString(values(), 0, 32);
    g.setColor(TROUGH);
    g.fill(new RoundRectangle2D.Double(0, 42, WIDTH, 5, 5, 5));
    g.setColor(BAR);
    g.setStroke(new BasicStroke(1));
    g.fill(new RoundRectangle2D.Double(0, 42, WIDTH * Math.clamp(part(), 0, 1), 5, 5, 5));
  }
}
