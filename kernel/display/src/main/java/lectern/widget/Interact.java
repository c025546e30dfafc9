package lectern.widget;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Controls that redraw a picture: the shortest way from a formula to a slider.
///
/// ```java
/// interact(slider("ν₁", 0, 1, 0.7), slider("β₁", 0.5, 0.999, 0.995),
///     (nu, beta) -> trajectory(nu, beta).plot())
/// ```
///
/// The function runs at once for the first values and again when a control moves. Whatever it
/// returns is shown in one place, as a cell would show it; what it prints stands below, while it
/// runs; an exception is shown in its stead, and the next value may do better. If the first values
/// already throw, the cell fails too. A function that only prints returns null.
///
/// The notebook as saved shows the first result. Without a notebook the function runs once and its
/// result is printed.
public final class Interact {

  private Interact() {}

  /// A function of 1 value.
  @FunctionalInterface
  public interface Of1<A> {
    /// What is shown for the values.
    Object apply(A first) throws Exception;
  }

  /// A function of 2 values.
  @FunctionalInterface
  public interface Of2<A, B> {
    /// What is shown for the values.
    Object apply(A first, B second) throws Exception;
  }

  /// A function of 3 values.
  @FunctionalInterface
  public interface Of3<A, B, C> {
    /// What is shown for the values.
    Object apply(A first, B second, C third) throws Exception;
  }

  /// A function of 4 values.
  @FunctionalInterface
  public interface Of4<A, B, C, D> {
    /// What is shown for the values.
    Object apply(A first, B second, C third, D fourth) throws Exception;
  }

  /// A function of 5 values.
  @FunctionalInterface
  public interface Of5<A, B, C, D, E> {
    /// What is shown for the values.
    Object apply(A first, B second, C third, D fourth, E fifth) throws Exception;
  }

  /// A function of 6 values.
  @FunctionalInterface
  public interface Of6<A, B, C, D, E, F> {
    /// What is shown for the values.
    Object apply(A first, B second, C third, D fourth, E fifth, F sixth) throws Exception;
  }

  /// Shows a control and what the function makes of its value.
  public static <A> void interact(Control<A> a, Of1<A> function) {
    make(List.of(a), () -> function.apply(a.value())).begin();
  }

  /// Like [#interact], as a widget to be shown later or put into a box.
  public static <A> Interactive interactive(Control<A> a, Of1<A> function) {
    return make(List.of(a), () -> function.apply(a.value())).drawn();
  }

  /// Shows 2 controls and what the function makes of their values.
  public static <A, B> void interact(Control<A> a, Control<B> b, Of2<A, B> function) {
    make(List.of(a, b), () -> function.apply(a.value(), b.value())).begin();
  }

  /// Like [#interact], as a widget to be shown later or put into a box.
  public static <A, B> Interactive interactive(Control<A> a, Control<B> b, Of2<A, B> function) {
    return make(List.of(a, b), () -> function.apply(a.value(), b.value())).drawn();
  }

  /// Shows 3 controls and what the function makes of their values.
  public static <A, B, C> void interact(
      Control<A> a, Control<B> b, Control<C> c, Of3<A, B, C> function) {
    make(List.of(a, b, c), () -> function.apply(a.value(), b.value(), c.value())).begin();
  }

  /// Like [#interact], as a widget to be shown later or put into a box.
  public static <A, B, C> Interactive interactive(
      Control<A> a, Control<B> b, Control<C> c, Of3<A, B, C> function) {
    return make(List.of(a, b, c), () -> function.apply(a.value(), b.value(), c.value())).drawn();
  }

  /// Shows 4 controls and what the function makes of their values.
  public static <A, B, C, D> void interact(
      Control<A> a, Control<B> b, Control<C> c, Control<D> d, Of4<A, B, C, D> function) {
    make(List.of(a, b, c, d), () -> function.apply(a.value(), b.value(), c.value(), d.value()))
        .begin();
  }

  /// Like [#interact], as a widget to be shown later or put into a box.
  public static <A, B, C, D> Interactive interactive(
      Control<A> a, Control<B> b, Control<C> c, Control<D> d, Of4<A, B, C, D> function) {
    return make(
            List.of(a, b, c, d), () -> function.apply(a.value(), b.value(), c.value(), d.value()))
        .drawn();
  }

  /// Shows 5 controls and what the function makes of their values.
  public static <A, B, C, D, E> void interact(
      Control<A> a,
      Control<B> b,
      Control<C> c,
      Control<D> d,
      Control<E> e,
      Of5<A, B, C, D, E> function) {
    make(
            List.of(a, b, c, d, e),
            () -> function.apply(a.value(), b.value(), c.value(), d.value(), e.value()))
        .begin();
  }

  /// Like [#interact], as a widget to be shown later or put into a box.
  public static <A, B, C, D, E> Interactive interactive(
      Control<A> a,
      Control<B> b,
      Control<C> c,
      Control<D> d,
      Control<E> e,
      Of5<A, B, C, D, E> function) {
    return make(
            List.of(a, b, c, d, e),
            () -> function.apply(a.value(), b.value(), c.value(), d.value(), e.value()))
        .drawn();
  }

  /// Shows 6 controls and what the function makes of their values.
  public static <A, B, C, D, E, F> void interact(
      Control<A> a,
      Control<B> b,
      Control<C> c,
      Control<D> d,
      Control<E> e,
      Control<F> f,
      Of6<A, B, C, D, E, F> function) {
    make(
            List.of(a, b, c, d, e, f),
            () -> function.apply(a.value(), b.value(), c.value(), d.value(), e.value(), f.value()))
        .begin();
  }

  /// Like [#interact], as a widget to be shown later or put into a box.
  public static <A, B, C, D, E, F> Interactive interactive(
      Control<A> a,
      Control<B> b,
      Control<C> c,
      Control<D> d,
      Control<E> e,
      Control<F> f,
      Of6<A, B, C, D, E, F> function) {
    return make(
            List.of(a, b, c, d, e, f),
            () -> function.apply(a.value(), b.value(), c.value(), d.value(), e.value(), f.value()))
        .drawn();
  }

  private static Interactive make(List<Control<?>> controls, Callable<?> function) {
    return new Interactive(controls, function);
  }

  /// Keeps the values of two controls equal in the page, as a [Play] and the slider it drives; see
  /// [Link].
  ///
  /// @throws IllegalArgumentException when their values are of different kinds
  public static Link jslink(Control<?> source, Control<?> target) {
    return new Link(source, target);
  }

  /// A slider over real numbers; see [FloatSlider].
  public static FloatSlider slider(String description, double min, double max, double value) {
    return new FloatSlider(description, min, max, value);
  }

  /// A slider over whole numbers; see [IntSlider].
  public static IntSlider slider(String description, int min, int max, int value) {
    return new IntSlider(description, min, max, value);
  }

  /// A slider over powers of ten, from `10^min` to `10^max`; see [FloatLogSlider].
  public static FloatLogSlider logSlider(String description, double min, double max, double value) {
    return new FloatLogSlider(description, min, max, value);
  }

  /// A slider with two handles; see [FloatRangeSlider].
  public static FloatRangeSlider rangeSlider(
      String description, double min, double max, double low, double high) {
    return new FloatRangeSlider(description, min, max, low, high);
  }

  /// Yes or no; see [Checkbox].
  public static Checkbox checkbox(String description, boolean value) {
    return new Checkbox(description, value);
  }

  /// One of several options, the first at first; see [Dropdown].
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public static <T> Dropdown<T> dropdown(String description, T... options) {
    return new Dropdown<>(description, options);
  }

  /// One of several options by label, the first at first; see [Dropdown].
  public static <T> Dropdown<T> dropdown(String description, Map<String, T> options) {
    return new Dropdown<>(description, options);
  }

  /// One of several options, each a button; see [ToggleButtons].
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  public static <T> ToggleButtons<T> toggleButtons(String description, T... options) {
    return new ToggleButtons<>(description, options);
  }

  /// A line of text; see [Text].
  public static Text textField(String description, String value) {
    return new Text(description, value);
  }

  /// A number to type; see [FloatText].
  public static FloatText numberField(String description, double value) {
    return new FloatText(description, value);
  }
}
