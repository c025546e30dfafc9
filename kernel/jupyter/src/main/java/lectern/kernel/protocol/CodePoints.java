package lectern.kernel.protocol;

/// Cursor positions: the protocol counts code points, Java counts UTF-16 units.
public final class CodePoints {

  private CodePoints() {}

  /// The UTF-16 offset of a code-point offset; positions outside the text are moved to its ends.
  public static int toOffset(String text, int codePoints) {
    int all = text.codePointCount(0, text.length());
    return text.offsetByCodePoints(0, Math.clamp(codePoints, 0, all));
  }

  /// The code-point offset of a UTF-16 offset; positions outside the text are moved to its ends.
  public static int fromOffset(String text, int offset) {
    return text.codePointCount(0, Math.clamp(offset, 0, text.length()));
  }
}
