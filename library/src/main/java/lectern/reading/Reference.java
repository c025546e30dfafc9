package lectern.reading;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import lectern.backend.Shape;
import lectern.tensor.Tensor;

/// The hidden answer to an exercise.
sealed interface Reference {

  /// What an answer looks like, in Java: `.answer(0.5)`.
  String form();

  /// A mistake that people make, and what to tell them.
  record Mistake(double number, String says) {}

  /// One number.
  ///
  /// @param tolerance how far an answer may be from it
  record OfNumber(double number, double tolerance, List<Mistake> mistakes) implements Reference {

    @Override
    public String form() {
      return ".answer(a number)";
    }

    /// What is wrong, or null when nothing is.
    String wrong(double answer) {
      if (Math.abs(answer - number) <= tolerance) {
        return null;
      }
      for (var mistake : mistakes) {
        if (Math.abs(answer - mistake.number()) <= tolerance) {
          return mistake.says();
        }
      }
      if (Math.abs(answer + number) <= tolerance) {
        return "The sign is the other way round.";
      }
      for (int factor : new int[] {2, 10, 100, 1000}) {
        if (Math.abs(answer - number * factor) <= tolerance * factor) {
          return "It is too large by a factor of " + factor + ".";
        }
        if (Math.abs(answer * factor - number) <= tolerance) {
          return "It is too small by a factor of " + factor + ".";
        }
      }
      boolean near = Math.abs(answer - number) <= 0.02 * Math.abs(number);
      return text(answer)
          + " is "
          + (near ? "near, but " : "")
          + compared(answer, number)
          + (near ? ": give more digits, or look for a small term that is missing." : ".");
    }
  }

  /// The sizes of a tensor.
  record OfShape(Shape shape, List<ShapeMistake> mistakes) implements Reference {

    /// A shape that people give, and what to tell them.
    record ShapeMistake(Shape shape, String says) {}

    @Override
    public String form() {
      return ".shape(a size for each dimension)";
    }

    String wrong(Shape answer) {
      if (answer.equals(shape)) {
        return null;
      }
      for (var mistake : mistakes) {
        if (answer.equals(mistake.shape())) {
          return mistake.says();
        }
      }
      int[] right = shape.dims();
      int[] given = answer.dims();
      if (given.length != right.length) {
        return "It has %d dimension%s, not %d."
            .formatted(right.length, right.length == 1 ? "" : "s", given.length);
      }
      int dim = Arrays.mismatch(given, right);
      Arrays.sort(right);
      Arrays.sort(given);
      return Arrays.equals(right, given)
          ? "These are the sizes, in another order."
          : "Dimension %d is not %d.".formatted(dim, answer.at(dim));
    }
  }

  /// A tensor.
  ///
  /// @param tolerance how far each element may be off
  record OfTensor(Tensor tensor, double tolerance) implements Reference {

    @Override
    public String form() {
      return tensor.rank() == 1 ? ".answer(numbers, or a tensor)" : ".answer(a tensor)";
    }

    String wrong(Tensor answer) {
      if (!answer.shape().equals(tensor.shape())) {
        return "Its shape is %s, yours is %s.".formatted(tensor.shape(), answer.shape());
      }
      double[] mine = answer.toDoubles();
      double[] right = tensor.toDoubles();
      int first = -1;
      int off = 0;
      for (int i = 0; i < right.length; i++) {
        if (!(Math.abs(mine[i] - right[i]) <= tolerance)) {
          first = first < 0 ? i : first;
          off++;
        }
      }
      if (off == 0) {
        return null;
      }
      return "%d of %d elements %s not right; the first is %s: %s is %s."
          .formatted(
              off,
              right.length,
              off == 1 ? "is" : "are",
              Arrays.toString(index(first)),
              text(mine[first]),
              compared(mine[first], right[first]));
    }

    private int[] index(int flat) {
      var index = new int[tensor.rank()];
      int rest = flat;
      for (int d = index.length - 1; d >= 0; d--) {
        index[d] = rest % tensor.size(d);
        rest /= tensor.size(d);
      }
      return index;
    }
  }

  /// A function of one or more numbers, known at some places.
  ///
  /// @param inputs a row of arguments for each place
  /// @param outputs the value there
  record OfFunction(List<double[]> inputs, List<Double> outputs, double tolerance)
      implements Reference {

    @Override
    public String form() {
      return arguments() == 1 ? ".function(x -> …)" : ".function((a, b) -> …)";
    }

    int arguments() {
      return inputs.getFirst().length;
    }

    String wrong(ToDoubleFunction<double[]> answer) {
      String wrong = null;
      int right = 0;
      for (int i = 0; i < outputs.size(); i++) {
        var place = Arrays.stream(inputs.get(i)).mapToObj(Reference::text).toList();
        var at = "at (" + String.join(", ", place) + ") ";
        String here;
        try {
          double value = answer.applyAsDouble(inputs.get(i).clone());
          here =
              Math.abs(value - outputs.get(i)) <= tolerance
                  ? null
                  : at
                      + "it gives "
                      + text(value)
                      + ", which is "
                      + compared(value, outputs.get(i));
        } catch (CancellationException e) {
          throw e; // an interrupt is no answer
        } catch (RuntimeException e) {
          here = at + "it throws " + e;
        }
        right += here == null ? 1 : 0;
        wrong = wrong == null ? here : wrong;
      }
      return wrong == null ? null : counted(right, outputs.size(), wrong);
    }
  }

  /// A function of a tensor, known at some places.
  record OfTensors(List<Tensor> inputs, List<Tensor> outputs, double tolerance)
      implements Reference {

    @Override
    public String form() {
      return ".tensors(x -> …)";
    }

    String wrong(UnaryOperator<Tensor> answer) {
      String wrong = null;
      int right = 0;
      for (int i = 0; i < inputs.size(); i++) {
        var at = "at " + Arrays.toString(inputs.get(i).toDoubles()) + " ";
        String here;
        try {
          var value = answer.apply(inputs.get(i).copy());
          var off =
              value == null
                  ? "null is no tensor."
                  : new OfTensor(outputs.get(i), tolerance).wrong(value);
          here = off == null ? null : at + "its value is not right: " + off;
        } catch (CancellationException e) {
          throw e; // an interrupt is no answer
        } catch (RuntimeException e) {
          here = at + "it throws " + e;
        }
        right += here == null ? 1 : 0;
        wrong = wrong == null ? here : wrong;
      }
      return wrong == null ? null : counted(right, inputs.size(), wrong);
    }
  }

  private static String counted(int right, int of, String wrong) {
    var end = wrong.endsWith(".") ? "" : ".";
    return "Right at %d of %d places; %s%s".formatted(right, of, wrong, end);
  }

  private static String compared(double answer, double right) {
    if (Double.isNaN(answer) || Double.isInfinite(answer)) {
      return "not finite";
    }
    return answer > right ? "too large" : "too small";
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.6g", value);
  }
}
