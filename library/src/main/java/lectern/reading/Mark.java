package lectern.reading;

/// How well an exercise is understood: green, yellow and red, and what comes before and after them.
public enum Mark {
  /// Not answered yet.
  OPEN("⚪", "not answered yet"),
  /// Right at the first attempt of a pass. Never asked again.
  GREEN("🟢", "right and understood"),
  /// Right after a mistake. Asked again in the next pass.
  YELLOW("🟡", "the mistake is understood; once more in the next pass"),
  /// Not right yet, or the answer was looked at. Asked again in the next pass.
  RED("🔴", "not understood yet; once more in the next pass"),
  /// Still red after the last pass.
  HELP("🆘", "red after five passes: ask somebody");

  private final String sign;
  private final String meaning;

  Mark(String sign, String meaning) {
    this.sign = sign;
    this.meaning = meaning;
  }

  /// `🟡 the mistake is understood; …`
  @Override
  public String toString() {
    return sign + " " + meaning;
  }

  String sign() {
    return sign;
  }
}
