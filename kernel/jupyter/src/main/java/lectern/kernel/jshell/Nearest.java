package lectern.kernel.jshell;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds the names that look most like a misspelt one.
public final class Nearest {

  private Nearest() {}

  /// At most three names within a third of the length (at least one letter) of edits, nearest
  /// first; letter case counts little. One letter looks like nothing else, and two or three have to
  /// begin alike.
  public static List<String> to(String name, Collection<String> names) {
    var limit = Math.max(1, name.length() / 3);
    record Near(String name, int distance) {}
    var same = names.stream().filter(n -> !n.equals(name) && n.equalsIgnoreCase(name)).distinct();
    var alike = same.limit(3).toList();
    if (!alike.isEmpty()) {
      return alike;
    }
    return names.stream()
        .distinct()
        .filter(
            n -> !n.isEmpty() && !n.equals(name) && Math.abs(n.length() - name.length()) <= limit)
        .filter(n -> name.length() > 3 || beginAlike(name, n))
        .map(n -> new Near(n, distance(name, n)))
        .filter(n -> n.distance <= (name.length() > 1 ? limit : 0))
        .sorted(
            Comparator.comparingInt(Near::distance)
                .thenComparing(n -> !sameCase(name, n.name))
                .thenComparing(Near::name))
        .limit(3)
        .map(Near::name)
        .toList();
  }

  private static boolean beginAlike(String left, String right) {
    return Character.toLowerCase(left.charAt(0)) == Character.toLowerCase(right.charAt(0));
  }

  private static boolean sameCase(String left, String right) {
    return Character.isUpperCase(left.charAt(0)) == Character.isUpperCase(right.charAt(0));
  }

  /// Edits (a letter added, dropped, changed, or two swapped) from one name to the other.
  static int distance(String left, String right) {
    var a = left.toLowerCase(Locale.ROOT);
    var b = right.toLowerCase(Locale.ROOT);
    var d = new int[a.length() + 1][b.length() + 1];
    for (var i = 0; i <= a.length(); i++) {
      for (var j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        var change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
