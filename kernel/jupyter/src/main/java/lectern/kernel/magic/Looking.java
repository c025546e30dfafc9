package lectern.kernel.magic;

import java.util.List;
import java.util.TreeMap;
import lectern.display.Display;
import lectern.display.Html;
import lectern.display.MimeBundle;
import lectern.kernel.jshell.Magics;
import lectern.kernel.jshell.Magics.UsageException;
import lectern.kernel.jshell.Notebook.Variable;

/// Magics that look at what is there.
final class Looking {

  private static final int WIDEST = 80;

  private Looking() {}

  static List<Magic> magics() {
    return List.of(
        Magic.line(
            "who whos",
            "%who [name or type …]",
            "Lists the variables with types and values.",
            Looking::who),
        Magic.line(
            "env",
            "%env [NAME]",
            "Shows the environment variables, or one of them.",
            Looking::env));
  }

  private static Object who(Magic.Call call) {
    var asked = call.words();
    var variables =
        call.notebook().variables().stream()
            .filter(
                v ->
                    asked.isEmpty()
                        || asked.contains(v.name())
                        || asked.contains(v.type().replaceFirst("<.*", "")))
            .toList();
    if (variables.isEmpty()) {
      System.out.println(asked.isEmpty() ? "No variables yet." : "No such variables.");
      return Magics.NOTHING;
    }
    var names = width(variables.stream().map(Variable::name).toList());
    var types = width(variables.stream().map(Variable::type).toList());
    var text = new StringBuilder();
    var html =
        new StringBuilder(
            "<table><thead><tr>"
                + cell("th", "name")
                + cell("th", "type")
                + cell("th", "value")
                + "</tr></thead><tbody>");
    for (var variable : variables) {
      var value = shortText(variable.value());
      text.append(pad(variable.name(), names))
          .append("  ")
          .append(pad(variable.type(), types))
          .append("  ")
          .append(value)
          .append('\n');
      html.append("<tr>")
          .append(cell("td", Html.escape(variable.name())))
          .append(cell("td", "<code>" + Html.escape(variable.type()) + "</code>"))
          .append(cell("td", Html.escape(value)))
          .append("</tr>");
    }
    return MimeBundle.text(text.toString().stripTrailing())
        .with(MimeBundle.HTML, html.append("</tbody></table>").toString());
  }

  private static String cell(String tag, String html) {
    return "<" + tag + " style=\"text-align:left\">" + html + "</" + tag + ">";
  }

  private static String shortText(Object value) {
    var text = Display.render(value, MimeBundle.TEXT).text();
    var line = text.lines().findFirst().orElse("");
    return line.length() > WIDEST || text.indexOf('\n') >= 0
        ? line.substring(0, Math.min(WIDEST, line.length())) + " …"
        : line;
  }

  private static int width(List<String> words) {
    return words.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String pad(String word, int width) {
    return word + " ".repeat(width - word.length());
  }

  private static Object env(Magic.Call call) {
    var name = call.arguments().strip();
    if (name.isEmpty()) {
      new TreeMap<>(System.getenv()).forEach((k, v) -> System.out.println(k + "=" + v));
      return Magics.NOTHING;
    }
    if (name.contains("=") || name.contains(" ")) {
      throw new UsageException(
          "A Java process cannot change its environment. Set the variable before the kernel starts,"
              + " or use System.setProperty.");
    }
    var value = System.getenv(name);
    if (value == null) {
      throw new UsageException("The environment has no variable " + name + ".");
    }
    return value;
  }
}
