package lectern.display;

import java.awt.geom.PathIterator;

/// Path data of SVG with as few characters as possible: relative coordinates in steps of 0.1 px,
/// segments of one direction joined into one, and a segment that begins where the last one ended
/// continued without a new start.
///
/// Positions are kept in tenths of a pixel as integers, so that rounding never adds up.
final class SvgPath {

  private static final double FARTHEST = 1e6;

  private final StringBuilder data = new StringBuilder();
  private char command;
  private long x;
  private long y;
  private long startX;
  private long startY;
  private boolean isStarted;

  /// The segment that waits whether the next one has its direction.
  private long dx;

  private long dy;

  /// Appends a shape. Points that are not finite break the line.
  void append(PathIterator shape) {
    var c = new double[6];
    var isBroken = true;
    for (; !shape.isDone(); shape.next()) {
      var type = shape.currentSegment(c);
      var n = type == PathIterator.SEG_CUBICTO ? 6 : type == PathIterator.SEG_QUADTO ? 4 : 2;
      for (int i = 0; type != PathIterator.SEG_CLOSE && i < n; i++) {
        n = Double.isFinite(c[i]) ? n : -1;
      }
      if (n < 0) {
        isBroken = true;
        continue;
      }
      switch (type) {
        case PathIterator.SEG_MOVETO -> moveTo(tenths(c[0]), tenths(c[1]));
        case PathIterator.SEG_CLOSE -> close();
        case PathIterator.SEG_LINETO -> {
          if (isBroken) {
            moveTo(tenths(c[0]), tenths(c[1]));
          } else {
            lineTo(tenths(c[0]), tenths(c[1]));
          }
        }
        default -> curveTo(type == PathIterator.SEG_CUBICTO ? 'c' : 'q', c, n);
      }
      isBroken = false;
    }
  }

  /// Appends a point that a round pen makes a dot.
  void dot(double px, double py) {
    moveTo(tenths(px), tenths(py));
    command('h');
    data.append('0');
  }

  boolean isEmpty() {
    return data.isEmpty() && dx == 0 && dy == 0;
  }

  int length() {
    return data.length();
  }

  @Override
  public String toString() {
    flush();
    return data.toString();
  }

  private void moveTo(long toX, long toY) {
    if (isStarted && toX == x + dx && toY == y + dy && command != 'z') {
      return; // it goes on where the last segment ended
    }
    flush();
    data.append('M');
    command = 'M';
    number(toX);
    number(toY);
    x = startX = toX;
    y = startY = toY;
    isStarted = true;
  }

  private void lineTo(long toX, long toY) {
    var stepX = toX - x - dx;
    var stepY = toY - y - dy;
    if (dx * stepY != dy * stepX || dx * stepX + dy * stepY < 0) {
      flush();
    }
    dx = toX - x;
    dy = toY - y;
  }

  private void curveTo(char kind, double[] c, int n) {
    flush();
    command(kind);
    for (int i = 0; i < n; i += 2) {
      number(tenths(c[i]) - x);
      number(tenths(c[i + 1]) - y);
    }
    x = tenths(c[n - 2]);
    y = tenths(c[n - 1]);
  }

  private void close() {
    flush();
    data.append('z');
    command = 'z';
    x = startX;
    y = startY;
  }

  private void flush() {
    if (dx == 0 && dy == 0) {
      return;
    }
    command(dy == 0 ? 'h' : dx == 0 ? 'v' : 'l');
    if (dx != 0) {
      number(dx);
    }
    if (dy != 0) {
      number(dy);
    }
    x += dx;
    y += dy;
    dx = 0;
    dy = 0;
  }

  /// A letter is left out when it repeats.
  private void command(char next) {
    if (command != next) {
      data.append(next);
      command = next;
    }
  }

  private void number(long tenths) {
    var last = data.charAt(data.length() - 1);
    if (tenths >= 0 && !Character.isLetter(last)) {
      data.append(' ');
    }
    append(data, tenths);
  }

  static long tenths(double value) {
    return Math.round(Math.clamp(value, -FARTHEST, FARTHEST) * 10);
  }

  /// Writes a length without what a reader can do without: 0.5 is `.5` and 3.0 is `3`.
  static StringBuilder append(StringBuilder text, long tenths) {
    if (tenths < 0) {
      text.append('-');
    }
    var size = Math.abs(tenths);
    if (size >= 10 || size == 0) {
      text.append(size / 10);
    }
    return size % 10 == 0 ? text : text.append('.').append(size % 10);
  }

  static String number(double value) {
    return append(new StringBuilder(), tenths(value)).toString();
  }
}
