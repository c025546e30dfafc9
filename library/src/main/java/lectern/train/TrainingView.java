package lectern.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import lectern.display.Display;

/// Where a training is, for whoever watches. The training thread reports, and never waits for a
/// picture.
abstract class TrainingView implements AutoCloseable {

  static final String INTERRUPTED = "interrupted";

  private final int firstEpoch;
  private final int epochs;
  private final int stepsPerEpoch;
  private final long start = System.nanoTime();
  private Means means = new Means();
  private Map<String, Double> lastEpoch = Map.of();
  private int epoch;
  private int step;
  private long examples;
  private long mark = start;
  private long stepping;
  private String outcome = "";
  private long end;

  TrainingView(int epoch, int epochs, int stepsPerEpoch) {
    this.epoch = epoch;
    this.firstEpoch = epoch;
    this.epochs = epochs;
    this.stepsPerEpoch = stepsPerEpoch;
  }

  /// The view that suits the place.
  ///
  /// @param epoch how many epochs were before
  /// @param epochs how many are to come
  static TrainingView open(History history, int epoch, int epochs, int stepsPerEpoch) {
    return Display.host().isRich()
        ? new LiveView(history, epoch, epochs, stepsPerEpoch)
        : new LineView(epoch, epochs, stepsPerEpoch);
  }

  /// An epoch begins; its means will be in `means`.
  final void began(Means means) {
    synchronized (this) {
      epoch++;
      step = 0;
      this.means = means;
      mark = System.nanoTime();
    }
  }

  /// A step was made.
  final void stepped(int examples) {
    synchronized (this) {
      step++;
      this.examples += examples;
      long now = System.nanoTime();
      stepping += now - mark;
      mark = now;
    }
    changed();
  }

  /// A batch was validated.
  final void validated() {
    changed();
  }

  /// An epoch has ended.
  final void ended(Map<String, Double> values) {
    synchronized (this) {
      lastEpoch = values;
    }
    epochEnded();
  }

  /// How it all ended: "done", [#INTERRUPTED], …
  final void finish(String outcome) {
    synchronized (this) {
      this.outcome = outcome;
      end = System.nanoTime();
    }
  }

  /// Something was reported; called on the training thread, so it must be quick.
  abstract void changed();

  abstract void epochEnded();

  /// Shows the last state.
  @Override
  public abstract void close();

  final synchronized boolean wasInterrupted() {
    return INTERRUPTED.equals(outcome);
  }

  final synchronized boolean isOver() {
    return end != 0;
  }

  /// How much is done, 0 to 1.
  final synchronized double part() {
    return ((epoch - firstEpoch - 1) * (double) stepsPerEpoch + step)
        / (epochs * (double) stepsPerEpoch);
  }

  /// `epoch 3 of 10, step 147 of 500`
  final synchronized String place() {
    int last = firstEpoch + epochs;
    var place = "epoch %d of %d".formatted(Math.max(epoch, firstEpoch + 1), last);
    boolean whole = isOver() && step == stepsPerEpoch;
    var within = whole ? "" : ", step %d of %d".formatted(step, stepsPerEpoch);
    return (outcome.isEmpty() ? "" : outcome + ": ") + place + within;
  }

  /// `loss 0.1234 accuracy 0.9512`: means of this epoch, and the last values on validation data.
  final synchronized String values() {
    var values = new LinkedHashMap<String, Double>(means.values(""));
    lastEpoch.forEach(values::putIfAbsent);
    return Epoch.text(values);
  }

  /// `38,000 examples/s, 2.1 s, 12.0 s left, 412 MB`
  final synchronized String pace() {
    double seconds = ((isOver() ? end : System.nanoTime()) - start) / 1e9;
    double part = Math.max(0, part());
    var left =
        isOver() || part <= 0
            ? ""
            : String.format(Locale.ROOT, "%s left, ", time(seconds / part * (1 - part)));
    double rate = stepping == 0 ? 0 : examples / (stepping / 1e9);
    return String.format(
        Locale.ROOT, "%,.0f examples/s, %s, %s%s", rate, time(seconds), left, memory());
  }

  private static String time(double seconds) {
    return seconds < 100
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%d min %02d s", (int) seconds / 60, (int) seconds % 60);
  }

  /// What the process holds in memory; where the system does not tell, what Java's heap does.
  private static String memory() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      var kilobytes = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return "%,d MB".formatted(Long.parseLong(kilobytes.replaceAll("\\D", "")) / 1000);
    } catch (IOException | RuntimeException e) {
      var runtime = Runtime.getRuntime();
      return "%,d MB heap".formatted((runtime.totalMemory() - runtime.freeMemory()) / 1_000_000);
    }
  }
}
