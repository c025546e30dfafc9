package lectern.reading;

import java.util.Locale;

/// How well an exercise is understood: green, yellow and red, and what comes before and after them.
public enum Mark {
  /// Not answered yet.
  OPEN("○", "", "not answered yet"),
  /// Right at the first attempt of a pass. Never asked again.
  GREEN("●", "#009e73", "right and understood"),
  /// Right after a mistake. Asked again in the next pass.
  YELLOW("●", "#e69f00", "the mistake is understood; once more in the next pass"),
  /// Not right yet, or the answer was looked at. Asked again in the next pass.
  RED("●", "#d55e00", "not understood yet; once more in the next pass"),
  /// Still red after the last pass.
  HELP("●", "#cc79a7", "red after five passes: ask somebody");

  private final String sign;
  private final String color;
  private final String meaning;

  Mark(String sign, String color, String meaning) {
    this.sign = sign;
    this.color = color;
    this.meaning = meaning;
  }

  /// In Markdown, with its colour: `● yellow: the mistake is understood; …`
  String markdown() {
    return sign() + (this == OPEN ? " " : " **" + word() + "**: ") + meaning;
  }

  /// In Markdown: a dot in its colour. The word always stands beside it.
  String sign() {
    return color.isEmpty() ? sign : "<span style=\"color:" + color + "\">" + sign + "</span>";
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
