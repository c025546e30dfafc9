package lectern.train;

import java.util.LinkedHashMap;
import java.util.Map;

/// Means over the examples of an epoch, by name.
final class Means {

  private final Map<String, double[]> sums = new LinkedHashMap<>(); // sum, weight

  /// Takes in a batch's mean. The training thread writes, the view reads.
  synchronized void add(String name, double mean, int examples) {
    var sum = sums.computeIfAbsent(name, n -> new double[2]);
    sum[0] += mean * examples;
    sum[1] += examples;
  }

  /// The means so far, with a word before each name.
  synchronized Map<String, Double> values(String before) {
    var values = new LinkedHashMap<String, Double>();
    sums.forEach((name, sum) -> values.put(before + name, sum[0] / sum[1]));
    return values;
  }
}
