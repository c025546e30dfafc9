package lectern.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToDoubleBiFunction;
import lectern.data.Batch;
import lectern.data.DataLoader;
import lectern.nn.Stage;
import lectern.optim.Clip;
import lectern.optim.Optimizer;
import lectern.optim.Schedule;
import lectern.random.Seeds;
import lectern.tensor.Tensor;

/// The training loop: forward, loss, backward, step, and what is usually done around it.
///
/// ```java
/// var trainer = new Trainer(model, new SGD(model.parameters()).lr(0.1), Losses::crossEntropy)
///     .metric("accuracy", Metrics::accuracy);
/// var history = trainer.fit(loader, validation, 5);
/// ```
///
/// In a notebook one picture below the cell follows the training; elsewhere a line is printed for
/// each epoch. Interrupting the cell ends `fit` after the current operation: it returns what it has
/// so far, the model keeps what it learned, and another `fit` goes on from there.
///
/// Series of the history: `loss` and the metrics of each step's batch, on the training data; `val
/// loss` and so on after each epoch, on the validation data; `lr`, the learning rate; `gradient
/// norm` when gradients are clipped.
public final class Trainer {

  private static final String VALIDATION = "val ";

  private final Stage model;
  private final Optimizer optimizer;
  private final BiFunction<Tensor, Tensor, Tensor> loss;
  private final Map<String, ToDoubleBiFunction<Tensor, Tensor>> metrics = new LinkedHashMap<>();
  private final List<Consumer<Step>> stepListeners = new ArrayList<>();
  private final List<Consumer<Epoch>> epochListeners = new ArrayList<>();
  private final History history = new History();
  private final Best best = new Best();
  private Double largestNorm;
  private Long seed;
  private int patience = Integer.MAX_VALUE;
  private boolean keepBest;
  private Path checkpoint;
  private int epoch;
  private long step;
  private String stopped;

  /// @param model `(N, …)` in, what the loss compares with the answers out
  /// @param optimizer changes the model's parameters
  /// @param loss of (outputs, answers), one number; for example `Losses::crossEntropy`
  public Trainer(Stage model, Optimizer optimizer, BiFunction<Tensor, Tensor, Tensor> loss) {
    this.model = Objects.requireNonNull(model, "model");
    this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
    this.loss = Objects.requireNonNull(loss, "loss");
  }

  /// Also measures something: a number of (outputs, answers) of one batch, averaged over examples.
  public Trainer metric(String name, ToDoubleBiFunction<Tensor, Tensor> metric) {
    metrics.put(name, Objects.requireNonNull(metric, name));
    return this;
  }

  /// Sets how the optimizer's learning rate changes with the steps.
  public Trainer schedule(Schedule schedule) {
    optimizer.schedule(schedule);
    return this;
  }

  /// Scales gradients down so that all together are at most so long, as [Clip#norm] does.
  public Trainer clip(double largestNorm) {
    if (!(largestNorm > 0)) {
      throw new IllegalArgumentException(
          "Trainer.clip needs a largest norm above 0, got " + largestNorm);
    }
    this.largestNorm = largestNorm;
    return this;
  }

  /// Sets all random numbers at the start of each `fit`, so that shuffling and dropout repeat.
  public Trainer seed(long seed) {
    this.seed = seed;
    return this;
  }

  /// Says which value of an epoch tells how good the model is: the lower, the better. Without this
  /// it is `val loss`, or `loss` where there is no validation data.
  public Trainer watchLowest(String name) {
    best.watch(name, 1);
    return this;
  }

  /// Says which value of an epoch tells how good the model is: the higher, the better.
  public Trainer watchHighest(String name) {
    best.watch(name, -1);
    return this;
  }

  /// Stops when the watched value has not been better for so many epochs.
  public Trainer earlyStopping(int patience) {
    if (patience < 1) {
      throw new IllegalArgumentException(
          "Trainer.earlyStopping needs a patience of at least 1 epoch, got " + patience);
    }
    this.patience = patience;
    return this;
  }

  /// Gives the model the parameters of its best epoch when `fit` ends.
  public Trainer keepBest() {
    keepBest = true;
    return this;
  }

  /// Writes the model to a safetensors file after each epoch that is the best so far.
  public Trainer checkpoint(Path file) {
    checkpoint = Objects.requireNonNull(file, "file");
    return this;
  }

  /// Calls back after each step.
  public Trainer onStep(Consumer<Step> listener) {
    stepListeners.add(listener);
    return this;
  }

  /// Calls back after each epoch.
  public Trainer onEpoch(Consumer<Epoch> listener) {
    epochListeners.add(listener);
    return this;
  }

  /// Ends `fit` after the current step; for listeners.
  public void stop() {
    stopped = "stopped";
  }

  /// What was noted down in all calls of `fit`.
  public History history() {
    return history;
  }

  /// Trains without validation data.
  public History fit(DataLoader loader, int epochs) {
    return fit(loader, null, epochs);
  }

  /// Trains for so many epochs and returns the history.
  ///
  /// @param validation measured after each epoch; null for none
  /// @throws ArithmeticException when the loss is not finite; the model keeps its last parameters
  public History fit(DataLoader loader, DataLoader validation, int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException("Trainer.fit needs at least 1 epoch, got " + epochs);
    }
    if (seed != null) {
      Seeds.set(seed);
    }
    stopped = null;
    boolean wasTraining = model.isTraining();
    boolean interrupted = false;
    try (var view = TrainingView.open(history, epoch, epochs, loader.size())) {
      try {
        train(loader, validation, epoch + epochs, view);
        view.finish(stopped == null ? "done" : stopped);
      } catch (CancellationException e) {
        interrupted = true;
        view.finish(TrainingView.INTERRUPTED);
      } catch (RuntimeException | Error e) {
        view.finish("failed");
        throw e;
      } finally {
        if (keepBest) {
          best.restore(model);
        }
        if (wasTraining) {
          model.train();
        } else {
          model.eval();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt(); // what comes after fit is to stop, too
    }
    return history;
  }

  private void train(DataLoader loader, DataLoader validation, int last, TrainingView view) {
    while (epoch < last && stopped == null) {
      epoch++;
      model.train();
      var means = new Means();
      view.began(means);
      for (var batch : loader) {
        Tensor.scope(() -> step(batch, means, view));
        if (stopped != null) {
          break;
        }
      }
      var values = means.values("");
      if (validation != null) {
        values.putAll(validate(validation, view));
      }
      end(values, view);
    }
  }

  private void step(Batch batch, Means means, TrainingView view) {
    double rate = optimizer.rate();
    optimizer.zeroGrad();
    var outputs = model.apply(batch.x());
    var loss = this.loss.apply(outputs, batch.y());
    double value = finite(loss.item());
    loss.backward();
    double norm = largestNorm == null ? 0 : Clip.norm(optimizer.parameters(), largestNorm);
    optimizer.step();
    step++;

    note("loss", value, batch, means);
    var answers = outputs.detach();
    metrics.forEach((name, m) -> note(name, m.applyAsDouble(answers, batch.y()), batch, means));
    history.add("lr", step, rate);
    if (largestNorm != null) {
      history.add("gradient norm", step, norm);
    }
    var done = new Step(step, epoch, batch, value);
    stepListeners.forEach(listener -> listener.accept(done));
    view.stepped(batch.size());
  }

  private void note(String name, double value, Batch batch, Means means) {
    history.add(name, step, value);
    means.add(name, value, batch.size());
  }

  private double finite(double loss) {
    if (!Double.isFinite(loss)) {
      throw new ArithmeticException(
          ("Trainer: the loss is %s in step %d (epoch %d), after %s. The model keeps its parameters"
               + " from before this step. A smaller learning rate than %s or clip(1.0) may help.")
              .formatted(
                  loss,
                  step + 1,
                  epoch,
                  step == 0 ? "no step at all" : "%.4g".formatted(history.last("loss")),
                  optimizer.rate()));
    }
    return loss;
  }

  private Map<String, Double> validate(DataLoader validation, TrainingView view) {
    model.eval();
    var means = new Means();
    for (var batch : validation) {
      var outputs = Tensor.noGrad(() -> model.apply(batch.x()));
      means.add("loss", loss.apply(outputs, batch.y()).item(), batch.size());
      metrics.forEach(
          (name, m) -> means.add(name, m.applyAsDouble(outputs, batch.y()), batch.size()));
      view.validated();
    }
    var values = means.values(VALIDATION);
    values.forEach((name, value) -> history.add(name, step, value));
    return values;
  }

  private void end(Map<String, Double> values, TrainingView view) {
    boolean isBest = best.isBest(values, epoch);
    if (isBest && keepBest) {
      best.keep(model);
    }
    if (isBest && checkpoint != null) {
      best.write(checkpoint, model);
    }
    if (stopped == null && epoch - best.epoch() >= patience) {
      stopped = "stopped early, %s was best in epoch %d".formatted(best.name(), best.epoch());
    }
    var done = new Epoch(epoch, step, Collections.unmodifiableMap(values), isBest);
    epochListeners.forEach(listener -> listener.accept(done));
    view.ended(values);
  }
}
