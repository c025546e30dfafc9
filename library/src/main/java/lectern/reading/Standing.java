package lectern.reading;

/// Where a reader stands with one exercise: the green-yellow-red method as a state machine.
///
/// An exercise is done in passes. Right at the first attempt of a pass is green, right after a
/// mistake yellow, all else red. Green is never asked again; yellow and red come back in the next
/// pass; red after the fifth pass is time to ask somebody.
///
/// @param mark how well it is understood
/// @param pass counted from 1
/// @param tried whether it was answered or looked up in this pass
/// @param mistaken whether an answer was wrong in this pass
/// @param revealed whether the answer was looked up in this pass
/// @param attempts answers in all passes
public record Standing(
    Mark mark, int pass, boolean tried, boolean mistaken, boolean revealed, int attempts) {

  /// After so many passes a red exercise needs help.
  static final int MOST_PASSES = 5;

  /// Never looked at.
  static final Standing NEW = new Standing(Mark.OPEN, 1, false, false, false, 0);

  /// After an answer.
  Standing answered(boolean right) {
    boolean wrong = mistaken || !right;
    Mark next;
    if (mark == Mark.GREEN) {
      next = Mark.GREEN;
    } else if (right && !revealed) {
      next = wrong || mark == Mark.HELP ? Mark.YELLOW : Mark.GREEN;
    } else {
      next = mark == Mark.HELP ? Mark.HELP : Mark.RED;
    }
    return new Standing(next, pass, true, wrong, revealed, attempts + 1);
  }

  /// After the answer was looked up.
  Standing looked() {
    var next = mark == Mark.GREEN || mark == Mark.HELP ? mark : Mark.RED;
    return new Standing(next, pass, true, mistaken, true, attempts);
  }

  /// As the reader judges it.
  Standing marked(Mark mark) {
    return new Standing(mark, pass, mark != Mark.OPEN, mistaken, revealed, attempts);
  }

  /// At the start of the next pass; one that still waits for an answer in this pass goes on
  /// waiting.
  Standing nextPass() {
    if (isDue()) {
      return this;
    }
    return switch (mark) {
      case OPEN, GREEN, HELP -> this;
      case YELLOW -> new Standing(mark, pass + 1, false, false, false, attempts);
      case RED ->
          pass >= MOST_PASSES
              ? new Standing(Mark.HELP, pass, tried, mistaken, revealed, attempts)
              : new Standing(mark, pass + 1, false, false, false, attempts);
    };
  }

  /// Whether it waits for an answer in this pass.
  boolean isDue() {
    return mark == Mark.OPEN || (!tried && (mark == Mark.YELLOW || mark == Mark.RED));
  }
}
