package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns documentation comments, in HTML or in Markdown, into Markdown for a reader.
final class JavadocText {

  private static final Pattern CODE =
      Pattern.compile("\\{@(?:code|literal)\\s+((?:[^{}]|\\{[^{}]*\\})*)\\}");
  private static final Pattern LINK =
      Pattern.compile("\\{@link(?:plain)?\\s+([^\\s}]+(?:\\([^)]*\\))?)\\s*([^}]*)\\}");
  private static final Pattern OTHER_TAG = Pattern.compile("\\{@\\w+\\s*([^{}]*)\\}");
  private static final Pattern PRE = Pattern.compile("(?is)<pre[^>]*>(.*?)</pre>");
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?<![\\]\\w`])\\[([\\p{L}_#][\\p{L}\\p{N}_$.#]*(?:\\([^)\\]]*\\))?)\\](?![\\[(:])");
  private static final Pattern BLOCK = Pattern.compile("(?m)^\\s*@(\\w+)\\s*");

  private JavadocText() {}

  /// The comment as Markdown: text first, then parameters, result and exceptions.
  static String toMarkdown(String comment) {
    var text =
        comment
            .lines()
            .map(l -> l.startsWith(" ") ? l.substring(1) : l)
            .reduce((a, b) -> a + "\n" + b)
            .orElse("");
    var matcher = BLOCK.matcher(text);
    var starts = new ArrayList<int[]>();
    var tags = new ArrayList<String>();
    while (matcher.find()) {
      starts.add(new int[] {matcher.start(), matcher.end()});
      tags.add(matcher.group(1));
    }
    var lines = new ArrayList<String>();
    lines.add(body(starts.isEmpty() ? text : text.substring(0, starts.getFirst()[0])));
    var last = "";
    for (var i = 0; i < tags.size(); i++) {
      var end = i + 1 < starts.size() ? starts.get(i + 1)[0] : text.length();
      var content = body(text.substring(starts.get(i)[1], end)).replaceAll("\\s+", " ").strip();
      var line = block(tags.get(i), content);
      if (line.isEmpty()) {
        continue;
      }
      if (!tags.get(i).equals(last)) {
        lines.add("");
        last = tags.get(i);
      }
      lines.add(line);
    }
    return String.join("\n", lines).replaceAll("\n{3,}", "\n\n").strip();
  }

  private static String block(String tag, String content) {
    return switch (tag) {
      case "param", "throws", "exception" -> {
        var words = content.split(" ", 2);
        var what = tag.equals("param") ? "" : "throws ";
        yield "- " + what + "`" + words[0] + "`" + (words.length > 1 ? " — " + words[1] : "");
      }
      case "return" -> "- **returns** " + content;
      case "deprecated" -> "**Deprecated.** " + content;
      case "shape" -> "- shape `" + content + "`";
      default -> "";
    };
  }

  private static String body(String text) {
    var codes = new ArrayList<String>();
    var kept =
        keep(PRE, text, codes, m -> "\n```java\n" + plain(inline(m.group(1))).strip() + "\n```\n");
    kept = keep(CODE, kept, codes, m -> "`" + m.group(1).strip().replace("\n", " ") + "`");
    kept = inline(kept);
    kept =
        REFERENCE
            .matcher(kept)
            .replaceAll(m -> Matcher.quoteReplacement("`" + dotted(m.group(1)) + "`"));
    kept = html(kept);
    for (var i = 0; i < codes.size(); i++) {
      kept = kept.replace("\u0001" + i + "\u0001", codes.get(i));
    }
    return kept.strip();
  }

  /// Puts what must stay as it is aside, so that the next steps leave it alone.
  private static String keep(
      Pattern pattern,
      String text,
      List<String> codes,
      java.util.function.Function<Matcher, String> to) {
    var matcher = pattern.matcher(text);
    var result = new StringBuilder();
    while (matcher.find()) {
      codes.add(to.apply(matcher));
      matcher.appendReplacement(result, "\u0001" + (codes.size() - 1) + "\u0001");
    }
    return matcher.appendTail(result).toString();
  }

  private static String inline(String text) {
    var linked =
        LINK.matcher(text)
            .replaceAll(
                m ->
                    Matcher.quoteReplacement(
                        m.group(2).isBlank() ? "`" + dotted(m.group(1)) + "`" : m.group(2)));
    var coded = CODE.matcher(linked).replaceAll(m -> Matcher.quoteReplacement(m.group(1)));
    return OTHER_TAG.matcher(coded).replaceAll(m -> Matcher.quoteReplacement(m.group(1)));
  }

  private static String dotted(String reference) {
    return reference.startsWith("#") ? reference.substring(1) : reference.replace('#', '.');
  }

  private static String html(String text) {
    var lists =
        text.replaceAll("(?i)\\s*<li>\\s*", "\n- ").replaceAll("(?i)</?(ul|ol|dl|li)[^>]*>", "\n");
    var marked =
        lists
            .replaceAll("(?i)\\s*</?p>\\s*", "\n\n")
            .replaceAll("(?i)<br\\s*/?>", "\n")
            .replaceAll("(?i)</?(code|tt|var)>", "`")
            .replaceAll("(?i)</?(i|em|cite)>", "*")
            .replaceAll("(?i)</?(b|strong)>", "**")
            .replaceAll("(?i)<h\\d[^>]*>", "\n\n**")
            .replaceAll("(?i)</h\\d>", "**\n\n");
    return plain(marked);
  }

  private static String plain(String text) {
    return text.replaceAll("</?[a-zA-Z][^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", " ")
        .replace("&quot;", "\"")
        .replace("&le;", "≤")
        .replace("&ge;", "≥")
        .replace("&amp;", "&");
  }
}
