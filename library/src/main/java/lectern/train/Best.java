package lectern.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import lectern.nn.Layer;
import lectern.nn.Safetensors;
import lectern.tensor.Tensor;

/// The best epoch so far, and the model as it was then.
final class Best {

  private String name = "";
  private boolean isUsual = true;
  private int sign = 1;
  private int epoch;
  private double value = Double.POSITIVE_INFINITY;
  private Map<String, Tensor> state;

  /// @param sign 1 when lower is better, −1 when higher is
  void watch(String name, int sign) {
    isUsual = false;
    this.name = name;
    this.sign = sign;
  }

  String name() {
    return name;
  }

  int epoch() {
    return epoch;
  }

  /// Whether this epoch is better than all before.
  ///
  /// @throws IllegalArgumentException if the watched value is not among the epoch's
  boolean isBest(Map<String, Double> values, int epoch) {
    var usual = values.containsKey("val loss") ? "val loss" : "loss";
    if (isUsual && !name.equals(usual)) {
      name = usual; // with or without validation data, unlike the last time
      value = Double.POSITIVE_INFINITY;
    }
    var now = values.get(name);
    if (now == null) {
      throw new IllegalArgumentException(
          "Trainer watches \"%s\", but an epoch has %s".formatted(name, values.keySet()));
    }
    boolean isBest = sign * now < value;
    if (isBest) {
      value = sign * now;
      this.epoch = epoch;
    }
    return isBest;
  }

  /// Copies the model's parameters and buffers.
  void keep(Layer model) {
    var copy = new LinkedHashMap<String, Tensor>();
    model.state().forEach((path, tensor) -> copy.put(path, tensor.detach().copy()));
    state = copy;
  }

  /// Gives the model what was kept, if anything was: all of it, even on a thread that is being
  /// interrupted.
  void restore(Layer model) {
    while (state != null) {
      boolean interrupted = Thread.interrupted();
      try {
        model.load(state);
        return;
      } catch (CancellationException e) {
        interrupted = true; // once more, from the start
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /// Writes the model, which is the best so far, to a safetensors file.
  void write(Path file, Layer model) {
    try {
      Safetensors.write(file, model.state());
    } catch (IOException e) {
      throw new UncheckedIOException("Trainer.checkpoint: " + file + " cannot be written", e);
    }
  }
}
