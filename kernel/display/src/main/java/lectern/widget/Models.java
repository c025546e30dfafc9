package lectern.widget;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lectern.display.Comm;
import lectern.display.CommListener;
import lectern.display.CommMessage;
import lectern.display.Display;
import lectern.display.DisplayHost;

/// The open widgets, so that a page that is opened anew gets their state, and so that those go that
/// no cell shows any more.
final class Models {

  private static final String CONTROL = "jupyter.widget.control";
  private static final Map<String, Widget> OPEN = new ConcurrentHashMap<>();

  /// The host that knows the control target; a host of its own per kernel.
  private static DisplayHost listening;

  /// How many places show a widget by itself, not inside another.
  private static final Map<Widget, Integer> SHOWN = new HashMap<>();

  private Models() {}

  /// Opens a widget for a place of its own.
  ///
  /// @return the model's id
  static String show(Widget widget) {
    String id;
    synchronized (SHOWN) {
      id = widget.open();
      SHOWN.merge(widget, 1, Integer::sum);
    }
    Display.host().here().whenGone(() -> gone(widget));
    return id;
  }

  /// Puts those widgets to sleep that no place shows any more, by themselves or inside others.
  private static void gone(Widget widget) {
    var comms = new ArrayList<Comm>();
    synchronized (SHOWN) {
      if (SHOWN.merge(widget, -1, (a, b) -> a + b == 0 ? null : a + b) == null) {
        var seen = seen();
        for (var open : OPEN.values()) {
          if (!seen.contains(open)) {
            open.sleep().ifPresent(comms::add);
          }
        }
      }
    }
    comms.forEach(Comm::close);
  }

  private static Set<Widget> seen() {
    var seen = new HashSet<Widget>();
    var next = new ArrayDeque<Widget>(SHOWN.keySet());
    while (!next.isEmpty()) {
      var widget = next.pop();
      if (seen.add(widget)) {
        next.addAll(widget.references());
      }
    }
    return seen;
  }

  static Optional<Widget> byId(Object id) {
    return Optional.ofNullable(OPEN.get(String.valueOf(id)));
  }

  static synchronized void add(String id, Widget widget) {
    OPEN.put(id, widget);
    var host = Display.host();
    if (listening != host) {
      listening = host;
      host.acceptComms(CONTROL, (comm, opening) -> asked(comm));
    }
  }

  static void remove(String id) {
    OPEN.remove(id);
  }

  private static CommListener asked(Comm comm) {
    return message -> {
      if ("request_states".equals(message.data().get("method"))) {
        comm.send(states());
      }
    };
  }

  /// All states in one message; a buffer has the path id, `state`, key.
  private static CommMessage states() {
    var states = new LinkedHashMap<String, Object>();
    var paths = new ArrayList<List<String>>();
    var buffers = new ArrayList<byte[]>();
    for (var entry : OPEN.entrySet()) {
      var whole = entry.getValue().whole();
      var state = (Map<?, ?>) whole.data().get("state");
      states.put(
          entry.getKey(),
          Map.of(
              "model_name", state.get("_model_name"),
              "model_module", state.get("_model_module"),
              "model_module_version", state.get("_model_module_version"),
              "state", state));
      for (var path : (List<?>) whole.data().get("buffer_paths")) {
        paths.add(List.of(entry.getKey(), "state", ((List<?>) path).getFirst().toString()));
      }
      buffers.addAll(whole.buffers());
    }
    return new CommMessage(
        Map.of("method", "update_states", "states", states, "buffer_paths", paths),
        Map.of(),
        buffers);
  }
}
