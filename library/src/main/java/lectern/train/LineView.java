package lectern.train;

import lectern.display.Display;
import lectern.display.MimeBundle;

/// A training in a terminal: a line for each epoch, and within long ones a line now and then.
final class LineView extends TrainingView {

  private static final long PAUSE_NANOS = 10_000_000_000L;

  private long printed = System.nanoTime();
  private boolean whole;

  LineView(int epoch, int epochs, int stepsPerEpoch) {
    super(epoch, epochs, stepsPerEpoch);
  }

  @Override
  void changed() {
    whole = false;
    if (System.nanoTime() - printed >= PAUSE_NANOS) {
      print();
    }
  }

  @Override
  void epochEnded() {
    whole = true;
    print();
  }

  @Override
  public void close() {
    if (!whole || !place().startsWith("done")) {
      print();
    }
  }

  private void print() {
    printed = System.nanoTime();
    var line = place() + "   " + values() + "   " + pace();
    Display.host().show(MimeBundle.text(line), "training", false);
  }
}
