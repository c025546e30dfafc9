package lectern.plot;

import java.awt.Graphics2D;
import java.util.List;
import java.util.stream.Collectors;
import lectern.display.Displayable;
import lectern.display.Figure;
import lectern.display.MimeBundle;

/// Plots side by side, aligned at the top.
///
/// @param plots from left to right
record Row(List<Plot> plots) implements Displayable {

  private static final int GAP = 16;

  Row {
    if (plots.isEmpty()) {
      throw new IllegalArgumentException("Plot.row needs at least one plot");
    }
  }

  @Override
  public MimeBundle toMimeBundle() {
    var width = plots.stream().mapToInt(p -> p.width() + GAP).sum() - GAP;
    var height = plots.stream().mapToInt(Plot::height).max().orElseThrow();
    return Figure.bundle(width, height, this::paint, toString());
  }

  private void paint(Graphics2D g) {
    for (var plot : plots) {
      var own = (Graphics2D) g.create();
      plot.paint(own);
      own.dispose();
      g.translate(plot.width() + GAP, 0);
    }
  }

  @Override
  public String toString() {
    return plots.stream().map(Plot::describe).collect(Collectors.joining("\n"));
  }
}
