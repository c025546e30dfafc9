package lectern.widget;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import lectern.display.Display;

/// A widget that holds a value, which code and reader may both change.
///
/// ```java
/// var rate = new FloatLogSlider("α", -5, 0, 1e-3);
/// rate.onChange(value -> System.out.println(value));
/// rate.value()        // where it stands now
/// rate.value(0.01);   // moves it
/// ```
///
/// @param <T> the value's class
public abstract class Control<T> extends Widget {

  private final String key;
  private final String description;
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final List<Consumer<? super T>> listeners = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<Watcher> watchers = new CopyOnWriteArrayList<>();

  /// @param key the part of the state that is the value
  Control(String name, String key, String description) {
    super(name);
    this.key = key;
    this.description = Objects.requireNonNull(description, "description");
    set("description", description);
  }

  /// The value in the page's words.
  abstract Object toWire(T value);

  /// The value from the page's words.
  ///
  /// @throws RuntimeException when they are none of this control's values
  abstract T fromWire(Object words);

  /// The value a caller may set: itself, moved into range.
  ///
  /// @throws IllegalArgumentException when there is none
  abstract T checked(T value);

  /// Where the control stands.
  public final T value() {
    return fromWire(get(key));
  }

  /// Moves the control. Listeners hear of it when it has moved.
  ///
  /// @throws IllegalArgumentException when it cannot hold the value
  public final void value(T value) {
    var next = toWire(checked(Objects.requireNonNull(value, "value")));
    synchronized (this) {
      if (next.equals(get(key))) {
        return;
      }
      set(key, next);
    }
    tell();
    settled();
  }

  /// Calls the listener after each change. What it prints lands below the cell that calls this; so
  /// does an exception, and the control stays alive. When that cell is run again the listener goes:
  /// the one that the new run adds stands in its place.
  public final void onChange(Consumer<? super T> listener) {
    var place = Display.host().here();
    Objects.requireNonNull(listener, "listener");
    Consumer<T> heard = value -> place.execute(() -> Callbacks.run(() -> listener.accept(value)));
    listeners.add(heard);
    place.whenGone(() -> listeners.remove(heard));
  }

  /// Whether the reader may change it.
  public final void disabled(boolean disabled) {
    set("disabled", disabled);
  }

  /// The words beside it.
  public final String description() {
    return description;
  }

  /// Calls without guards: for parts of this package.
  final void watch(Watcher watcher) {
    watchers.addIfAbsent(watcher);
  }

  final void unwatch(Watcher watcher) {
    watchers.remove(watcher);
  }

  /// Hears of changes before the page has an answer.
  interface Watcher {

    /// The value has changed.
    void changed();

    /// All that came with the change has been acted on.
    void settled();
  }

  /// The part of the state that is the value.
  final String key() {
    return key;
  }

  /// The value in the page's words.
  final Object wireValue() {
    return get(key);
  }

  /// Opens a link together with this control.
  final void link(Link link) {
    links.add(link);
    if (isOpen()) {
      link.open();
    }
  }

  final void unlink(Link link) {
    links.remove(link);
  }

  @Override
  void woken() {
    links.forEach(Widget::open);
  }

  @Override
  List<Widget> references() {
    var all = super.references();
    all.addAll(links);
    return all;
  }

  final void start(T value) {
    set(key, toWire(checked(Objects.requireNonNull(value, "value"))));
  }

  @Override
  void changed(Map<String, Object> parts) {
    if (parts.containsKey(key)) {
      var next = toWire(fromWire(parts.get(key)));
      synchronized (this) {
        if (next.equals(get(key))) {
          return;
        }
        keep(key, next);
      }
      tell();
    }
  }

  private void tell() {
    var value = value();
    watchers.forEach(Watcher::changed);
    listeners.forEach(listener -> listener.accept(value));
  }

  @Override
  void settled() {
    watchers.forEach(Watcher::settled);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "(" + description + " = " + value() + ")";
  }
}
