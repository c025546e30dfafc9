package lectern.widget;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lectern.display.Display;
import lectern.display.MimeBundle;
import lectern.display.Outlet;

/// A place for output of every kind: texts, tables, formulas, errors. It survives a reload of the
/// page.
///
/// ```java
/// var log = new Output();
/// button.onClick(() -> log.capture(() -> System.out.println("clicked")));
/// log
/// ```
public final class Output extends Widget {

  private static final long PAUSE_MILLIS = 100;
  private static final long SOON_MILLIS = 40;
  private static final int MOST_TEXT = 100_000;

  private final List<Map<String, Object>> outputs = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private boolean clearing;
  private boolean waiting;
  private long sentAt = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);

  /// An empty place.
  public Output() {
    super("@jupyter-widgets/output", "1.0.0", "OutputModel", "OutputView");
    set(Map.of("msg_id", "", "outputs", List.of()));
  }

  /// Adds a value, shown as a cell would show it.
  public void show(Object value) {
    add(Display.render(value), null);
    send();
  }

  /// Empties the place.
  public void clear() {
    empty(false);
    send();
  }

  /// Empties the place when the next output comes, or the next message goes, without a flicker.
  synchronized void replace() {
    empty(true);
  }

  /// Runs a task; what it and the threads it starts print and show lands here.
  public void capture(Runnable task) {
    try {
      collect(task);
    } finally {
      send();
    }
  }

  /// The same, but what came last is left to [#send]: a picture may go before it.
  void collect(Runnable task) {
    Display.host().capture(new Taking(), task);
  }

  /// Replaces all by an error.
  void fail(String name, String message, List<String> traceback) {
    synchronized (this) {
      empty(false);
      var output = new LinkedHashMap<String, Object>();
      output.put("output_type", "error");
      output.put("ename", name);
      output.put("evalue", message);
      output.put("traceback", traceback);
      append(output, null);
    }
    send();
  }

  synchronized boolean isEmpty() {
    return outputs.isEmpty() || clearing;
  }

  /// Sends what is here to the page.
  void send() {
    synchronized (this) {
      waiting = false;
      sentAt = System.nanoTime();
      var now = clearing ? List.of() : outputs.stream().map(Map::copyOf).toList();
      if (!now.equals(get("outputs"))) {
        set("outputs", now);
      }
    }
  }

  /// Sends soon; a loop that prints makes ten messages a second, and what ends at once sends all by
  /// itself.
  private synchronized void sendSoon() {
    if (!waiting) {
      waiting = true;
      long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sentAt);
      long pause = Math.max(SOON_MILLIS, PAUSE_MILLIS - since);
      var place = Display.host().here();
      CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS)
          .execute(() -> place.execute(this::sendIfWaiting));
    }
  }

  private synchronized void sendIfWaiting() {
    if (waiting) {
      send();
    }
  }

  private synchronized void empty(boolean wait) {
    clearing = wait;
    if (!wait) {
      outputs.clear();
      ids.clear();
    }
  }

  private void add(MimeBundle bundle, String id) {
    var output = new LinkedHashMap<String, Object>();
    output.put("output_type", "display_data");
    output.put("data", bundle.data());
    output.put("metadata", bundle.metadata());
    append(output, id);
  }

  private synchronized void append(Map<String, Object> output, String id) {
    if (clearing) {
      empty(false);
    }
    outputs.add(output);
    ids.add(id);
  }

  private synchronized void text(String stream, String text) {
    var last = outputs.isEmpty() || clearing ? Map.<String, Object>of() : outputs.getLast();
    if (stream.equals(last.get("name"))) {
      var all = last.get("text") + text;
      int most = all.length() - MOST_TEXT;
      last.put("text", most > 0 ? "…" + all.substring(most) : all);
    } else {
      var output = new LinkedHashMap<String, Object>();
      output.put("output_type", "stream");
      output.put("name", stream);
      output.put("text", text);
      append(output, null);
    }
  }

  /// Widgets that were shown here.
  @Override
  List<Widget> references() {
    var shown = super.references();
    synchronized (this) {
      for (var output : outputs) {
        if (output.get("data") instanceof Map<?, ?> data && data.get(VIEW) instanceof Map<?, ?> v) {
          Models.byId(v.get("model_id")).ifPresent(shown::add);
        }
      }
    }
    return shown;
  }

  @Override
  public synchronized String toString() {
    if (clearing) {
      return "";
    }
    var text = new StringBuilder();
    for (var output : outputs) {
      if (output.get("data") instanceof Map<?, ?> data) {
        text.append(data.get(MimeBundle.TEXT)).append('\n');
      } else {
        text.append(output.getOrDefault("text", output.get("evalue")));
      }
    }
    return text.toString().strip();
  }

  private final class Taking implements Outlet {

    @Override
    public void print(String stream, String text) {
      text(stream, text);
      sendSoon();
    }

    @Override
    public void show(MimeBundle bundle, String id, boolean update) {
      synchronized (Output.this) {
        if (!update) {
          add(bundle, id);
        }
        for (int i = 0; i < outputs.size(); i++) {
          if (update && id.equals(ids.get(i))) {
            outputs.get(i).put("data", bundle.data());
            outputs.get(i).put("metadata", bundle.metadata());
          }
        }
      }
      sendSoon();
    }

    @Override
    public void clear(boolean wait) {
      empty(wait);
      sendSoon();
    }
  }
}
