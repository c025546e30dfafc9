package lectern.train;

import lectern.tensor.Tensor;

/// Counts how often a classifier answered class j where class i was true.
///
/// ```java
/// var confusion = new Confusion(10);
/// for (var batch : new DataLoader(MNIST.test(), 500)) {
///   confusion.add(model.apply(batch.x()), batch.y());
/// }
/// confusion.accuracy()
/// ```
public final class Confusion {

  private final int[][] counts;
  private int total;
  private int right;

  /// No answers yet, for classes 0 to `classes` − 1.
  public Confusion(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("Confusion needs at least 1 class, got " + classes);
    }
    counts = new int[classes][classes];
  }

  /// Counts a batch. The answer is the class with the highest score.
  ///
  /// @param scores (N, K), K the number of classes
  /// @param labels (N), the true classes
  /// @throws IllegalArgumentException if the shapes do not fit
  public Confusion add(Tensor scores, Tensor labels) {
    var shape = scores.shape();
    if (shape.rank() != 2 || shape.at(1) != counts.length) {
      throw new IllegalArgumentException(
          "Confusion.add needs scores of shape (N, %d), got %s".formatted(counts.length, shape));
    }
    if (labels.shape().rank() != 1 || labels.shape().at(0) != shape.at(0)) {
      throw new IllegalArgumentException(
          "Confusion.add needs one label for each of %d rows of scores, got labels of shape %s"
              .formatted(shape.at(0), labels.shape()));
    }
    var truth = labels.toLongs();
    var answers = scores.argmax(1).toLongs();
    for (int n = 0; n < truth.length; n++) {
      add((int) truth[n], (int) answers[n]);
    }
    return this;
  }

  /// Counts one answer.
  public Confusion add(int truth, int answer) {
    check(truth);
    check(answer);
    counts[truth][answer]++;
    total++;
    if (truth == answer) {
      right++;
    }
    return this;
  }

  /// How often `answer` came where `truth` was true.
  public int count(int truth, int answer) {
    check(truth);
    check(answer);
    return counts[truth][answer];
  }

  /// How many answers were counted.
  public int total() {
    return total;
  }

  /// The part of right answers, 0 to 1; NaN before the first answer.
  public double accuracy() {
    return (double) right / total;
  }

  /// The part of the examples of a class that were recognised; NaN if there were none.
  public double recall(int truth) {
    check(truth);
    int row = 0;
    for (int n : counts[truth]) {
      row += n;
    }
    return (double) counts[truth][truth] / row;
  }

  /// The part of the answers `answer` that were right; NaN if it was never answered.
  public double precision(int answer) {
    check(answer);
    int column = 0;
    for (int[] row : counts) {
      column += row[answer];
    }
    return (double) counts[answer][answer] / column;
  }

  /// The counts as a table, a row for each true class.
  @Override
  public String toString() {
    int width = 1;
    for (int[] row : counts) {
      for (int n : row) {
        width = Math.max(width, Integer.toString(n).length());
      }
    }
    var text = new StringBuilder("%d of %d right".formatted(right, total));
    for (int[] row : counts) {
      text.append('\n');
      for (int n : row) {
        text.append((" %" + width + "d").formatted(n));
      }
    }
    return text.toString();
  }

  private void check(int label) {
    if (label < 0 || label >= counts.length) {
      throw new IllegalArgumentException(
          "Confusion has classes 0 to %d, got %d".formatted(counts.length - 1, label));
    }
  }
}
