package lectern.plot;

import java.awt.Graphics2D;
import java.util.Optional;

/// One thing drawn in a plot: a line, bars, cells, a contour, ridges.
sealed interface Layer permits Line, Bars, Cells, Contour, Ridges {

  /// What the legend calls it; empty keeps it out of the legend.
  Optional<String> name();

  /// The box of its data, which the axes must hold.
  Bounds bounds();

  /// The box of the data that logarithmic axes can show.
  default Bounds bounds(boolean logX, boolean logY) {
    return bounds();
  }

  /// Whether the axes end exactly at the bounds; lines and points get some air instead.
  boolean tight();

  /// Draws itself.
  void draw(Graphics2D g, Frame frame);

  /// Draws its sign in the legend, in a box `width` wide around `middle`.
  void swatch(Graphics2D g, double left, double middle, double width);

  /// Its part of the text description.
  String describe();
}
