package lectern.kernel.magic;

import java.util.ArrayList;
import java.util.List;

/// Splits arguments as a shell does.
final class Words {

  private Words() {}

  /// The words of a line; `'…'` and `"…"` keep spaces.
  static List<String> of(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    var begun = false;
    var quote = '\0';
    for (var i = 0; i < line.length(); i++) {
      var c = line.charAt(i);
      if (quote != '\0') {
        if (c == quote) {
          quote = '\0';
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        begun = true;
      } else if (Character.isWhitespace(c)) {
        if (begun || !word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
          begun = false;
        }
      } else {
        word.append(c);
      }
    }
    if (begun || !word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }
}
