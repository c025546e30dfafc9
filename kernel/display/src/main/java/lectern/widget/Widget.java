package lectern.widget;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lectern.display.Comm;
import lectern.display.CommListener;
import lectern.display.CommMessage;
import lectern.display.Display;
import lectern.display.Displayable;
import lectern.display.MimeBundle;

/// Something on the page whose state code and page share: a name of ipywidgets, a map, and a [Comm]
/// between the two.
///
/// The comm opens when the widget is first shown, alone or inside another. It closes when every
/// cell that showed it has been run again and shows it no more; a later show opens another. Without
/// a notebook a widget keeps its state and prints as text. Any thread may read and change it.
///
/// Source: the Jupyter widget messaging protocol 2.1.0.
public abstract class Widget implements Displayable, AutoCloseable {

  static final String CONTROLS = "@jupyter-widgets/controls";
  static final String BASE = "@jupyter-widgets/base";
  static final String VIEW = "application/vnd.jupyter.widget-view+json";

  private static final String TARGET = "jupyter.widget";
  private static final String PROTOCOL = "2.1.0";
  private static final String VERSION = "2.0.0";
  private static final String REFERENCE = "IPY_MODEL_";

  private final Map<String, Object> state = new LinkedHashMap<>();
  private Layout layout;
  private Style style;
  private Comm comm;
  private boolean closed;

  /// A widget of `@jupyter-widgets/controls` whose model and view share a name.
  Widget(String name) {
    this(CONTROLS, VERSION, name + "Model", name + "View");
  }

  Widget(String module, String version, String model, String view) {
    state.put("_model_module", module);
    state.put("_model_module_version", version);
    state.put("_model_name", model);
    state.put("_view_module", module);
    state.put("_view_module_version", version);
    state.put("_view_name", view);
  }

  /// Sizes and margins, which may be changed at any time.
  public final Layout layout() {
    synchronized (this) {
      if (layout == null) {
        layout = new Layout();
        set("layout", layout);
      }
      return layout;
    }
  }

  /// Colours and widths of the parts, which may be changed at any time.
  public final Style style() {
    synchronized (this) {
      if (style == null) {
        style = new Style(styleName());
        set("style", style);
      }
      return style;
    }
  }

  /// The name of the style's model.
  String styleName() {
    return "DescriptionStyleModel";
  }

  /// Shows the text as a tooltip while the pointer rests on the widget.
  public final void tooltip(String text) {
    set("tooltip", Objects.requireNonNull(text, "text"));
  }

  /// Takes the widget off the page. It keeps its last state here.
  @Override
  public final void close() {
    Comm line;
    synchronized (this) {
      line = comm;
      comm = null;
      closed = true;
    }
    if (line != null) {
      Models.remove(line.id());
      line.close();
    }
  }

  /// The live view where there is a page, and always a text.
  @Override
  public MimeBundle toMimeBundle() {
    var text = MimeBundle.text(toString());
    if (!Display.host().isRich()) {
      return text;
    }
    return text.with(
        VIEW, Map.of("version_major", 2, "version_minor", 0, "model_id", Models.show(this)));
  }

  // What the page and the code say.

  final synchronized Object get(String key) {
    return state.get(key);
  }

  final void set(String key, Object value) {
    set(Map.of(key, value));
  }

  /// Changes several parts of the state in one message. A part is a text, number, boolean, list,
  /// map, widget, list of widgets or `byte[]`.
  final void set(Map<String, ?> parts) {
    synchronized (this) {
      state.putAll(parts);
      if (comm != null) {
        comm.send(message("update", parts));
      }
    }
  }

  /// Opens the comm unless it is open.
  ///
  /// @return the model's id
  final String open() {
    synchronized (this) {
      if (comm == null) {
        if (closed) {
          throw new IllegalStateException(
              getClass().getSimpleName() + " is closed; make a new one to show it");
        }
        comm = Display.host().openComm(TARGET, opening(), new Ear());
        Models.add(comm.id(), this);
        woken();
      }
      return comm.id();
    }
  }

  /// Lets go of the comm, since nothing on the page shows the widget any more. Shown again, it
  /// opens a new one.
  ///
  /// @return the comm, to be closed
  final Optional<Comm> sleep() {
    Comm line;
    synchronized (this) {
      line = comm;
      comm = null;
    }
    if (line != null) {
      Models.remove(line.id());
      slept();
    }
    return Optional.ofNullable(line);
  }

  /// The comm has been opened.
  void woken() {}

  /// The comm has been closed for the time being.
  void slept() {}

  /// The widgets that this one shows or needs.
  List<Widget> references() {
    synchronized (this) {
      return state.values().stream()
          .flatMap(part -> part instanceof List<?> list ? list.stream() : Stream.ofNullable(part))
          .filter(Widget.class::isInstance)
          .map(Widget.class::cast)
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  final synchronized boolean isOpen() {
    return comm != null;
  }

  private CommMessage opening() {
    var said = message("", state);
    var data = new LinkedHashMap<>(said.data());
    data.remove("method");
    return new CommMessage(data, Map.of("version", PROTOCOL), said.buffers());
  }

  /// A message with a part of the state: widgets as references, bytes as buffers.
  private static CommMessage message(String method, Map<String, ?> parts) {
    var plain = new LinkedHashMap<String, Object>();
    var paths = new ArrayList<List<String>>();
    var buffers = new ArrayList<byte[]>();
    parts.forEach(
        (key, value) -> {
          if (value instanceof byte[] bytes) {
            paths.add(List.of(key));
            buffers.add(bytes);
          } else {
            plain.put(key, wire(value));
          }
        });
    return new CommMessage(
        Map.of("method", method, "state", plain, "buffer_paths", paths), Map.of(), buffers);
  }

  private static Object wire(Object value) {
    return switch (value) {
      case Widget widget -> REFERENCE + widget.open();
      case List<?> list -> list.stream().map(Widget::wire).toList();
      case null, default -> value;
    };
  }

  /// The whole state as the page asks for it after a reload.
  final synchronized CommMessage whole() {
    return message("update", state);
  }

  /// Whether the page has said more than was heard so far.
  final boolean hasNews() {
    Comm line;
    synchronized (this) {
      line = comm;
    }
    return line != null && line.hasNews();
  }

  /// The page changed these parts. Called on the thread that hears comms.
  void changed(Map<String, Object> parts) {}

  /// The page sent a message of this widget's own.
  void heard(Map<?, ?> content) {}

  /// A message has been acted on.
  void settled() {}

  private final class Ear implements CommListener {

    @Override
    public void received(CommMessage message) {
      var data = message.data();
      switch (String.valueOf(data.get("method"))) {
        case "update" -> {
          var parts = new LinkedHashMap<String, Object>();
          ((Map<?, ?>) data.get("state")).forEach((k, v) -> parts.put(k.toString(), v));
          say(
              CommMessage.of(
                  Map.of("method", "echo_update", "state", parts, "buffer_paths", List.of())));
          changed(parts);
        }
        case "request_state" -> say(whole());
        case "custom" -> {
          if (data.get("content") instanceof Map<?, ?> content) {
            heard(content);
          }
        }
        default -> {} // a later protocol's
      }
      settled();
    }

    @Override
    public void closed() {
      Comm line;
      synchronized (Widget.this) {
        line = comm;
        comm = null;
      }
      if (line != null) {
        Models.remove(line.id());
      }
    }

    private void say(CommMessage message) {
      synchronized (Widget.this) {
        if (comm != null) {
          comm.send(message);
        }
      }
    }
  }

  /// Keeps what the page said, without sending it back.
  final synchronized void keep(String key, Object value) {
    state.put(key, value);
  }

  /// The name without its package and a few words of the state, for a reader without a page.
  @Override
  public String toString() {
    return getClass().getSimpleName();
  }
}
