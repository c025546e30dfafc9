package lectern.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private static final Pattern SNIPPET =
      Pattern.compile("(?s)\\{@snippet[^:}]*:\\s*\\n(.*?)\\n\\s*\\}(?=\\s|$)");
  private static final Pattern RETURN =
      Pattern.compile("\\{@return\\s+((?:[^{}]|\\{[^{}]*\\})*?)\\.?\\s*\\}");
  private static final Pattern TABLE = Pattern.compile("(?is)<table.*?</table>");
  private static final Pattern ENTITY = Pattern.compile("&(#?\\w+);");
  private static final Map<String, String> ENTITIES =
      Map.ofEntries(
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("amp", "&"),
          Map.entry("nbsp", " "),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("le", "≤"),
          Map.entry("ge", "≥"),
          Map.entry("ne", "≠"),
          Map.entry("pi", "π"),
          Map.entry("mdash", "—"),
          Map.entry("ndash", "–"),
          Map.entry("hellip", "…"),
          Map.entry("times", "×"),
          Map.entry("middot", "·"),
          Map.entry("minus", "−"),
          Map.entry("plusmn", "±"),
          Map.entry("deg", "°"),
          Map.entry("infin", "∞"),
          Map.entry("radic", "√"),
          Map.entry("sup2", "²"),
          Map.entry("rarr", "→"),
          Map.entry("lsquo", "‘"),
          Map.entry("rsquo", "’"),
          Map.entry("ldquo", "“"),
          Map.entry("rdquo", "”"));
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
      var line = block(tags.get(i), text.substring(starts.get(i)[1], end).strip());
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
        var words = content.split("\\s+", 2);
        var what = tag.equals("param") ? "" : "throws ";
        yield "- " + what + "`" + words[0] + "`" + (words.length > 1 ? " — " + line(words[1]) : "");
      }
      case "return" -> "- **returns** " + line(content);
      case "deprecated" -> "**Deprecated.** " + line(content);
      case "shape" -> {
        var shape = line(content);
        yield "- shape " + (shape.contains("`") ? shape : "`" + shape + "`");
      }
      default -> "";
    };
  }

  private static String line(String text) {
    return body(text).replaceAll("\\s+", " ").strip();
  }

  private static String body(String text) {
    var codes = new ArrayList<String>();
    var kept =
        keep(PRE, text, codes, m -> "\n```java\n" + plain(inline(m.group(1))).strip() + "\n```\n");
    kept =
        keep(
            SNIPPET,
            kept,
            codes,
            m -> "\n```java\n" + m.group(1).stripIndent().strip() + "\n```\n");
    kept = RETURN.matcher(kept).replaceAll("Returns $1.");
    kept = keep(TABLE, kept, codes, m -> "\n\n" + table(m.group()) + "\n\n");
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
            .replaceAll("(?i)\\s*<dt[^>]*>\\s*", "\n- ")
            .replaceAll("(?i)\\s*<dd[^>]*>\\s*", " — ")
            .replaceAll("(?i)</?(code|tt|var)>", "`")
            .replaceAll("(?i)</?(i|em|cite)>", "*")
            .replaceAll("(?i)</?(b|strong)>", "**")
            .replaceAll("(?i)<h\\d[^>]*>", "\n\n**")
            .replaceAll("(?i)</h\\d>", "**\n\n");
    return plain(marked);
  }

  /// The rows of an HTML table as a Markdown table.
  private static String table(String html) {
    var rows = new ArrayList<String>();
    for (var row : html.split("(?i)<tr[^>]*>", -1)) {
      var cells = new ArrayList<String>();
      for (var cell : row.split("(?i)<t[hd][^>]*>", -1)) {
        cells.add(line(cell.replaceAll("(?is)</t[hdr]>.*", "")).replace("|", "\\|"));
      }
      if (cells.size() > 1) {
        rows.add("| " + String.join(" | ", cells.subList(1, cells.size())) + " |");
        if (rows.size() == 1) {
          rows.add("|" + "---|".repeat(cells.size() - 1));
        }
      }
    }
    return String.join("\n", rows);
  }

  private static String plain(String text) {
    return ENTITY
        .matcher(text.replaceAll("</?(?!su[bp]>)[a-zA-Z][^>]*>", ""))
        .replaceAll(m -> Matcher.quoteReplacement(character(m.group(), m.group(1))));
  }

  private static String character(String entity, String name) {
    if (name.matches("#\\d{1,6}")) {
      return Character.toString(Integer.parseInt(name.substring(1)));
    }
    if (name.matches("#[xX]\\p{XDigit}{1,5}")) {
      return Character.toString(Integer.parseInt(name.substring(2), 16));
    }
    return ENTITIES.getOrDefault(name, entity);
  }
}
