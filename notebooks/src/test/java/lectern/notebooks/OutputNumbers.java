package lectern.notebooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The numbers in a cell's text, compared between the committed outputs and a fresh run.
///
/// A cell tagged `numbers` shows the same numbers wherever it runs, to one part in a million; with
/// `numbers:0.02` to 2 %. Numbers below 1 may differ by that much itself.
final class OutputNumbers {

  private static final String TAG = "numbers";
  private static final double USUAL = 1e-6;
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{L}\\d_.])[-+−]?\\d[\\d,]*(?:\\.\\d+)?(?:[eE][-+]?\\d+)?");

  private OutputNumbers() {}

  /// The tolerance of a cell, or empty where its numbers are not to be compared.
  static Optional<Double> tolerance(Lesson.Cell cell) {
    return cell.tags().stream()
        .filter(tag -> tag.equals(TAG) || tag.startsWith(TAG + ":"))
        .findFirst()
        .map(tag -> tag.equals(TAG) ? USUAL : Double.parseDouble(tag.substring(TAG.length() + 1)));
  }

  /// How the numbers of two texts differ, or empty where they agree.
  static Optional<String> difference(String committed, String fresh, double tolerance) {
    var a = of(committed);
    var b = of(fresh);
    if (a.size() != b.size()) {
      return Optional.of("committed %d numbers, now %d".formatted(a.size(), b.size()));
    }
    for (int i = 0; i < a.size(); i++) {
      if (!(Math.abs(a.get(i) - b.get(i)) <= tolerance * Math.max(1, Math.abs(a.get(i))))) {
        return Optional.of("number %d is %s, now %s".formatted(i + 1, a.get(i), b.get(i)));
      }
    }
    return Optional.empty();
  }

  /// The numbers in a text, in order.
  static List<Double> of(String text) {
    var numbers = new ArrayList<Double>();
    var number = NUMBER.matcher(text);
    while (number.find()) {
      numbers.add(Double.parseDouble(number.group().replace(",", "").replace('−', '-')));
    }
    return numbers;
  }
}
