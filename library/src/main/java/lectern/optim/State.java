package lectern.optim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import lectern.backend.Array;
import lectern.tensor.Tensor;

/// What an optimizer remembers of one parameter: arrays of its shape, and single numbers.
public final class State {

  private final Map<String, Array> arrays = new LinkedHashMap<>();
  private final Map<String, Double> numbers = new LinkedHashMap<>();

  State() {}

  /// The array of this name, at first zeros of `like`'s type and shape.
  public Array array(String name, Array like) {
    return arrays.computeIfAbsent(
        name, n -> Optimizer.backend(like).full(like.dtype(), like.shape(), 0));
  }

  /// [#array] as a tensor that looks at it, for rules written with tensors.
  public Tensor tensor(String name, Array like) {
    return Tensor.wrap(array(name, like));
  }

  /// How many steps were made with this one: 1 in the first.
  public double count() {
    numbers.merge("step", 1.0, Double::sum);
    return number("step");
  }

  /// Whether the array of this name was made already.
  public boolean has(String name) {
    return arrays.containsKey(name);
  }

  /// The number of this name, at first 0.
  public double number(String name) {
    return numbers.getOrDefault(name, 0.0);
  }

  /// Remembers a number.
  public void number(String name, double value) {
    numbers.put(name, value);
  }

  /// All arrays by name.
  public Map<String, Array> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  /// All numbers by name.
  public Map<String, Double> numbers() {
    return Collections.unmodifiableMap(numbers);
  }
}
