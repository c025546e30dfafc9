package lectern.widget;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import lectern.display.Comm;
import lectern.display.CommListener;
import lectern.display.CommMessage;
import lectern.display.CommTarget;
import lectern.display.DisplayHost;
import lectern.display.MimeBundle;
import lectern.display.Outlet;
import lectern.display.Place;

/// A page that keeps what it is told, for tests.
final class Page implements DisplayHost {

  /// A comm's twin.
  static class Twin implements Comm {
    final String id;
    final CommMessage opening;
    final CommListener listener;
    final List<CommMessage> said = new CopyOnWriteArrayList<>();
    boolean closed;
    boolean news;

    Twin(String id, CommMessage opening, CommListener listener) {
      this.id = id;
      this.opening = opening;
      this.listener = listener;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public void send(CommMessage message) {
      said.add(message);
    }

    @Override
    public boolean hasNews() {
      return news;
    }

    @Override
    public void close() {
      closed = true;
    }

    Map<?, ?> state() {
      return (Map<?, ?>) opening.data().get("state");
    }

    /// Says that a value has changed, as the page does.
    void update(String key, Object value) {
      say(Map.of("method", "update", "state", Map.of(key, value), "buffer_paths", List.of()));
    }

    void say(Map<String, Object> data) {
      listener.received(CommMessage.of(data));
    }
  }

  final Map<String, Twin> twins = new LinkedHashMap<>();
  final Map<String, CommTarget> targets = new LinkedHashMap<>();
  final List<MimeBundle> shown = new ArrayList<>();
  boolean rich = true;

  /// The twin of a widget of this model.
  Twin twin(String model) {
    return twins.values().stream()
        .filter(twin -> model.equals(twin.state().get("_model_name")))
        .findFirst()
        .orElseThrow();
  }

  /// The last twin of a widget of this model.
  Twin lastTwin(String model) {
    return twins.values().stream()
        .filter(twin -> model.equals(twin.state().get("_model_name")))
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  /// How many twins are open.
  long open() {
    return twins.values().stream().filter(twin -> !twin.closed).count();
  }

  /// The page opens a comm.
  Twin open(String target) {
    var twin = new Twin("page-1", null, null);
    var listener = targets.get(target).opened(twin, CommMessage.of(Map.of()));
    return new Twin("page-1", null, listener) {
      @Override
      void say(Map<String, Object> data) {
        listener.received(CommMessage.of(data));
        said.addAll(twin.said);
      }
    };
  }

  @Override
  public void show(MimeBundle bundle, String id, boolean update) {
    if (update) {
      shown.set(shown.size() - 1, bundle);
    } else {
      shown.add(bundle);
    }
  }

  @Override
  public void clearOutput(boolean wait) {}

  @Override
  public boolean isRich() {
    return rich;
  }

  @Override
  public String ask(String prompt, boolean hidden) {
    return "";
  }

  @Override
  public Comm openComm(String target, CommMessage opening, CommListener listener) {
    var twin = new Twin(target + "-" + twins.size(), opening, listener);
    twins.put(twin.id, twin);
    return twin;
  }

  @Override
  public void acceptComms(String target, CommTarget answer) {
    targets.put(target, answer);
  }

  @Override
  public Place here() {
    var tasks = whenGone;
    return new Place() {
      @Override
      public void execute(Runnable task) {
        task.run();
      }

      @Override
      public void whenGone(Runnable task) {
        tasks.add(task);
      }
    };
  }

  private List<Runnable> whenGone = new ArrayList<>();

  /// What is shown next belongs to another cell.
  void otherCell() {
    whenGone = new ArrayList<>();
  }

  /// Runs a cell again: what it showed before goes when it has ended.
  void rerun(Runnable cell) {
    var gone = whenGone;
    whenGone = new ArrayList<>();
    cell.run();
    gone.forEach(Runnable::run);
  }

  /// Takes the texts that the tests print by [Outlet#print] themselves.
  @Override
  public void capture(Outlet outlet, Runnable task) {
    outlets.add(outlet);
    task.run();
  }

  final List<Outlet> outlets = new ArrayList<>();
}
