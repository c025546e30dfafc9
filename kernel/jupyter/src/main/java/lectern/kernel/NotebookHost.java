package lectern.kernel;

import com.google.gson.JsonObject;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import lectern.display.Comm;
import lectern.display.CommListener;
import lectern.display.CommMessage;
import lectern.display.CommTarget;
import lectern.display.DisplayHost;
import lectern.display.MimeBundle;
import lectern.display.Outlet;
import lectern.display.Place;
import lectern.kernel.engine.Engine;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Json;
import lectern.kernel.protocol.Message;
import lectern.kernel.wire.Wire;

/// Shows things in the notebook, below the cell that the calling thread works for.
final class NotebookHost implements DisplayHost {

  private final Wire wire;
  private final Questions questions;
  private final Comms comms;
  private final Engine engine;

  NotebookHost(Wire wire, Questions questions, Comms comms, Engine engine) {
    this.wire = wire;
    this.questions = questions;
    this.comms = comms;
    this.engine = engine;
  }

  @Override
  public void show(MimeBundle bundle, String id, boolean update) {
    var outlet = Captured.here();
    if (outlet != null) {
      outlet.show(bundle, id, update);
      return;
    }
    var data = Bundles.data(bundle);
    var metadata = Bundles.metadata(bundle);
    var hidden = id == null ? new JsonObject() : Json.object("display_id", id);
    publish(
        update
            ? new Event.UpdateDisplayData(data, metadata, hidden)
            : new Event.DisplayData(data, metadata, hidden),
        Bundles.weight(bundle));
  }

  @Override
  public void clearOutput(boolean wait) {
    var outlet = Captured.here();
    if (outlet != null) {
      outlet.clear(wait);
      return;
    }
    publish(new Event.ClearOutput(wait), 0);
  }

  @Override
  public boolean isRich() {
    return true;
  }

  @Override
  public String ask(String prompt, boolean hidden) {
    return questions.ask(prompt, hidden);
  }

  @Override
  public Comm openComm(String target, CommMessage opening, CommListener listener) {
    return comms.open(target, opening, listener);
  }

  @Override
  public void acceptComms(String target, CommTarget answer) {
    comms.accept(target, answer);
  }

  @Override
  public Place here() {
    var origin = Origin.here();
    return new Place() {
      @Override
      public void execute(Runnable task) {
        origin.run(task);
      }

      @Override
      public void whenGone(Runnable task) {
        origin.shown().whenGone(task);
      }
    };
  }

  @Override
  public List<String> tell(Throwable thrown) {
    return engine.tell(thrown).traceback();
  }

  @Override
  public void capture(Outlet outlet, Runnable task) {
    Captured.run(outlet, task);
  }

  private void publish(Event event, int weight) {
    try {
      var parent = Origin.here().header();
      wire.publisher().publish(Message.of(event, wire.session(), parent), weight);
    } catch (InterruptedIOException e) {
      throw new CancellationException(e.getMessage());
    }
  }
}
