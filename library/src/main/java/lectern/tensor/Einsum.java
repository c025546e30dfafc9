package lectern.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sums of products written with indices, as Einstein did: an index that is missing on the right is
/// summed over.
///
/// ```java
/// Einsum.of("ij,jk->ik", a, b)        // matrix product
/// Einsum.of("bthd,bshd->bhts", q, k)  // attention scores for every head
/// Einsum.of("ij->", a)                // sum of all elements
/// ```
///
/// Two operands at a time become one batched matrix product: indices that both have and that stay
/// are its batch, those that both have and that go are its inner size.
public final class Einsum {

  /// A tensor with a letter for each dimension.
  private record Named(Tensor tensor, String letters) {}

  private Einsum() {}

  /// Evaluates `formula`, whose left side has one group of letters per operand.
  ///
  /// @throws ShapeException if letters and dimensions do not match, or a letter has two sizes
  /// @throws IllegalArgumentException if the formula cannot be read; a letter may not come twice in
  ///   one group, and the right side must be written out
  public static Tensor of(String formula, Tensor... operands) {
    var sides = formula.replace(" ", "").split("->", -1);
    var groups = sides[0].split(",", -1);
    if (sides.length != 2 || groups.length != operands.length) {
      throw new IllegalArgumentException(
          "einsum: one group of letters per operand, then -> and the result's; got '%s' for %d operands"
              .formatted(formula, operands.length));
    }
    var named = new ArrayList<Named>();
    var sizes = new LinkedHashMap<Character, Integer>();
    for (int i = 0; i < operands.length; i++) {
      named.add(checked(formula, groups[i], operands[i], sizes));
    }
    once(formula, sides[1]);
    for (char letter : sides[1].toCharArray()) {
      if (!sizes.containsKey(letter)) {
        throw new IllegalArgumentException(
            "einsum: '%s' of the result is in no operand of '%s'".formatted(letter, formula));
      }
    }
    while (named.size() > 1) {
      var a = named.removeFirst();
      var b = named.removeFirst();
      var needed = new StringBuilder(sides[1]);
      named.forEach(n -> needed.append(n.letters));
      named.addFirst(product(a, b, needed.toString(), sizes));
    }
    var all = sumOut(named.getFirst(), sides[1]);
    return ordered(all, sides[1]);
  }

  private static Named checked(
      String formula, String letters, Tensor operand, Map<Character, Integer> sizes) {
    once(formula, letters);
    if (letters.length() != operand.rank()) {
      throw new ShapeException(
          "einsum '%s': '%s' names %d dimensions, the operand has shape %s"
              .formatted(formula, letters, letters.length(), operand.shape()));
    }
    for (int d = 0; d < letters.length(); d++) {
      int size = operand.shape().at(d);
      var before = sizes.put(letters.charAt(d), size);
      if (before != null && before != size) {
        throw new ShapeException(
            "einsum '%s': '%s' is %d in one operand and %d in another"
                .formatted(formula, letters.charAt(d), before, size));
      }
    }
    return new Named(operand, letters);
  }

  private static void once(String formula, String letters) {
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      if (!Character.isLetter(letter) || letters.indexOf(letter) != i) {
        throw new IllegalArgumentException(
            "einsum '%s': '%s' may hold letters only, each once".formatted(formula, letters));
      }
    }
  }

  /// a·b with the letters of both that `needed` holds; the others are summed over.
  private static Named product(Named a, Named b, String needed, Map<Character, Integer> sizes) {
    var left = sumOut(a, needed + b.letters);
    var right = sumOut(b, needed + a.letters);
    var batch = new StringBuilder();
    var inner = new StringBuilder();
    for (char letter : left.letters.toCharArray()) {
      if (right.letters.indexOf(letter) >= 0) {
        (needed.indexOf(letter) >= 0 ? batch : inner).append(letter);
      }
    }
    var rows = without(left.letters, right.letters);
    var columns = without(right.letters, left.letters);
    int n = size(batch, sizes);
    int k = size(inner, sizes);
    // (batch, rows, inner)·(batch, inner, columns) → (batch, rows, columns)
    var x = ordered(left, batch + rows + inner).reshape(n, size(rows, sizes), k);
    var y = ordered(right, batch.toString() + inner + columns).reshape(n, k, size(columns, sizes));
    var letters = batch + rows + columns;
    return new Named(x.matmul(y).reshape(dims(letters, sizes)), letters);
  }

  private static Named sumOut(Named a, String keep) {
    var gone = without(a.letters, keep);
    if (gone.isEmpty()) {
      return a;
    }
    int[] dims = gone.chars().map(a.letters::indexOf).toArray();
    return new Named(a.tensor.sum(dims), without(a.letters, gone));
  }

  private static Tensor ordered(Named a, String letters) {
    return a.tensor.permute(letters.chars().map(a.letters::indexOf).toArray());
  }

  private static String without(String letters, String gone) {
    var rest = new StringBuilder();
    letters.chars().filter(c -> gone.indexOf(c) < 0).forEach(c -> rest.append((char) c));
    return rest.toString();
  }

  private static int size(CharSequence letters, Map<Character, Integer> sizes) {
    return letters.chars().map(c -> sizes.get((char) c)).reduce(1, (a, b) -> a * b);
  }

  private static int[] dims(String letters, Map<Character, Integer> sizes) {
    return letters.chars().map(c -> sizes.get((char) c)).toArray();
  }
}
