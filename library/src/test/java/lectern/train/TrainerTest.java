package lectern.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lectern.data.DataLoader;
import lectern.data.Dataset;
import lectern.display.Display;
import lectern.display.DisplayHost;
import lectern.nn.Dropout;
import lectern.nn.Linear;
import lectern.nn.Safetensors;
import lectern.nn.Sequential;
import lectern.optim.SGD;
import lectern.optim.Schedule;
import lectern.random.Seeds;
import lectern.tensor.Losses;
import lectern.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// On a classification that one layer learns: which of two numbers is larger.
@Timeout(120)
class TrainerTest {

  private final DisplayHost before = Display.host();
  private final NotebookForTests notebook = new NotebookForTests();
  private Sequential model;
  private DataLoader train;
  private DataLoader validation;

  @TempDir Path folder;

  @BeforeEach
  void prepare() {
    Display.use(notebook);
    Seeds.set(3);
    train = new DataLoader(data(300), 20).shuffle();
    validation = new DataLoader(data(100), 50);
    model = new Sequential(new Linear(2, 2));
  }

  @AfterEach
  void restoreHost() {
    Display.use(before);
  }

  private static Dataset data(int n) {
    var x = Tensor.randn(n, 2);
    return Dataset.of(x, x.argmax(1));
  }

  private Trainer trainer() {
    return new Trainer(model, new SGD(model.parameters()).lr(0.5), Losses::crossEntropy)
        .metric("accuracy", Metrics::accuracy);
  }

  @Test
  void itLearnsAndNotesEveryStepAndEveryEpoch() {
    var history = trainer().fit(train, validation, 4);
    assertEquals(Set.of("loss", "accuracy", "lr", "val loss", "val accuracy"), history.names());
    assertEquals(4 * 15, history.get("loss").length);
    assertArrayEquals(new double[] {15, 30, 45, 60}, history.steps("val accuracy"));
    assertTrue(history.last("val accuracy") > 0.9, history::toString);
    assertTrue(history.mean("loss", 15) < history.get("loss")[0], history::toString);
  }

  @Test
  void itIsTheLoopThatOneWritesByHand() {
    var start = copy(model);
    Seeds.set(5);
    var optimizer = new SGD(model.parameters()).lr(0.5).momentum(0.9);
    var byHand = new ArrayList<Double>();
    for (int epoch = 0; epoch < 2; epoch++) {
      for (var batch : train) {
        optimizer.zeroGrad();
        var loss = Losses.crossEntropy(model.apply(batch.x()), batch.y());
        loss.backward();
        optimizer.step();
        byHand.add(loss.item());
      }
    }
    model = start;
    var history =
        new Trainer(model, new SGD(model.parameters()).lr(0.5).momentum(0.9), Losses::crossEntropy)
            .seed(5)
            .fit(train, 2);
    assertArrayEquals(
        byHand.stream().mapToDouble(v -> v).toArray(), history.get("loss"), "the same numbers");
  }

  private static Sequential copy(Sequential model) {
    var copy = new Sequential(new Linear(2, 2));
    copy.load(model.state());
    return copy;
  }

  @Test
  void onePictureIsDrawnAnewAndTheLastOneStays() {
    trainer().fit(train, validation, 3);
    assertEquals(1, notebook.ids().size());
    var last = notebook.last();
    assertTrue(last.data().containsKey("image/png"), last::text);
    assertTrue(last.data().containsKey("image/svg+xml"), "what stays is a figure");
    assertTrue(last.text().startsWith("done: epoch 3 of 3\nloss 0."), last::text);
    assertTrue(last.text().contains("val accuracy "), last::text);
    assertTrue(last.text().contains("examples/s"), last::text);
  }

  @Test
  void anInterruptKeepsModelHistoryAndPictureAndFitGoesOn() throws Exception {
    var me = Thread.currentThread();
    var trainer = trainer();
    trainer.onStep(
        step -> {
          if (step.number() == 20) {
            me.interrupt();
          }
        });
    var history = trainer.fit(train, validation, 100);
    assertTrue(Thread.interrupted(), "what comes after fit is to stop, too");
    assertEquals(20, history.get("loss").length);
    notebook.await("interrupted: epoch 2 of 100, step 5 of 15");
    assertEquals(35, trainer.fit(train, 1).get("loss").length);
    assertTrue(notebook.last().text().startsWith("done: epoch 3 of 3"), notebook.last()::text);
  }

  @Test
  void aLossThatIsNotFiniteStopsAndSaysWhatToDo() {
    var start = model.parameters().getFirst().toDoubles();
    var trainer =
        new Trainer(
            model,
            new SGD(model.parameters()).lr(0.5),
            (x, y) -> Losses.crossEntropy(x, y).mul(Double.NaN));
    var error = assertThrows(ArithmeticException.class, () -> trainer.fit(train, 1));
    assertTrue(error.getMessage().contains("NaN in step 1 (epoch 1)"), error.getMessage());
    assertTrue(error.getMessage().contains("smaller learning rate than 0.5"), error.getMessage());
    assertArrayEquals(start, model.parameters().getFirst().toDoubles());
    assertTrue(notebook.last().text().startsWith("failed: "), notebook.last()::text);
  }

  @Test
  void itStopsEarlyAndKeepsTheBest() throws IOException {
    var file = folder.resolve("best.safetensors");
    var epochs = new ArrayList<Epoch>();
    var states = new ArrayList<double[]>();
    var trainer =
        trainer()
            .metric("fixed", (scores, labels) -> epochs.size() == 1 ? 0 : 1)
            .watchLowest("val fixed")
            .earlyStopping(2)
            .keepBest()
            .checkpoint(file)
            .onEpoch(
                epoch -> {
                  epochs.add(epoch);
                  states.add(model.parameters().getFirst().toDoubles());
                });
    trainer.fit(train, validation, 50);
    assertEquals(List.of(true, true, false, false), epochs.stream().map(Epoch::best).toList());
    assertArrayEquals(states.get(1), model.parameters().getFirst().toDoubles());
    assertArrayEquals(states.get(1), Safetensors.read(file).values().iterator().next().toDoubles());
    assertTrue(
        notebook.last().text().startsWith("stopped early, val fixed was best in epoch 2: epoch 4"),
        notebook.last()::text);
  }

  @Test
  void whatIsWatchedMustBeMeasured() {
    var error =
        assertThrows(
            IllegalArgumentException.class, () -> trainer().watchHighest("val f1").fit(train, 1));
    assertEquals(
        "Trainer watches \"val f1\", but an epoch has [loss, accuracy]", error.getMessage());
  }

  @Test
  void listenersMayStopIt() {
    var trainer = trainer();
    trainer.onStep(
        step -> {
          if (step.number() == 7) {
            trainer.stop();
          }
        });
    assertEquals(7, trainer.fit(train, 5).get("loss").length);
    assertEquals(7 + 15, trainer.fit(train, 1).get("loss").length);
  }

  @Test
  void scheduleAndClippingReachTheOptimizer() {
    var history = trainer().schedule(Schedule.linear(15)).clip(1e-9).fit(train, 1);
    assertEquals(0.5, history.get("lr")[0]);
    assertEquals(0.5 / 15, history.last("lr"), 1e-12);
    assertTrue(history.get("gradient norm")[0] > 1e-3, "the norm before clipping");
    assertEquals(history.get("loss")[0], history.last("loss"), 0.5, "nearly no step was made");
  }

  @Test
  void theModelIsTrainedInTrainingModeMeasuredInTheOtherAndLeftAsItCame() {
    var modes = new ArrayList<Boolean>();
    var dropout = new Dropout(0.5);
    model = new Sequential(new Linear(2, 2), dropout);
    model.eval();
    trainer()
        .metric(
            "mode",
            (scores, labels) -> {
              modes.add(dropout.isTraining());
              return 0;
            })
        .fit(new DataLoader(data(20), 20), new DataLoader(data(20), 20), 1);
    assertEquals(List.of(true, false), modes);
    assertFalse(model.isTraining());
  }

  @Test
  void withoutANotebookALineIsPrintedForEachEpoch() {
    notebook.rich = false;
    trainer().fit(train, validation, 2);
    assertEquals(2, notebook.shown.size(), notebook.shown::toString);
    assertTrue(
        notebook.shown.getFirst().text().startsWith("epoch 1 of 2, step 15 of 15   loss 0."),
        notebook.shown::toString);
  }

  @Test
  void aHistoryShowsATableAndDrawsCurves() {
    var history = trainer().fit(train, validation, 2);
    var bundle = history.toMimeBundle();
    assertTrue(bundle.data().get("text/html").toString().contains("val accuracy"));
    assertTrue(bundle.text().contains("val accuracy: 2 values"), bundle::text);
    var picture = history.plot().toMimeBundle();
    assertTrue(picture.text().contains("validation: 2 points"), picture::text);
    assertFalse(picture.text().contains("lr"), "it never changed");
    assertThrows(IllegalArgumentException.class, () -> history.plot("lost"));
  }
}
