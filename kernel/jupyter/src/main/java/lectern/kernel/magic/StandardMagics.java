package lectern.kernel.magic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lectern.display.MimeBundle;
import lectern.kernel.engine.Completion.Candidate;
import lectern.kernel.jshell.Magics;
import lectern.kernel.jshell.Nearest;
import lectern.kernel.jshell.Notebook;

/// The magics that every notebook has.
public final class StandardMagics implements Magics {

  private final Map<String, Magic> byName = new LinkedHashMap<>();
  private final List<Magic> all = new ArrayList<>();

  /// All of them. Nothing is loaded before it is used.
  public StandardMagics() {
    this(new Dependencies());
  }

  StandardMagics(Dependencies dependencies) {
    dependencies.magics().forEach(this::add);
    Timing.magics().forEach(this::add);
    Looking.magics().forEach(this::add);
    Texts.magics().forEach(this::add);
    Loading.magics().forEach(this::add);
    add(
        Magic.line(
            "help lsmagic",
            "%help [magic]",
            "Lists the magics, or says what one of them does.",
            this::help));
  }

  private void add(Magic magic) {
    all.add(magic);
    magic.names().forEach(name -> byName.put(name, magic));
  }

  @Override
  public Object run(String name, String arguments, Optional<String> body, Notebook notebook)
      throws Exception {
    var magic = find(name);
    if (body.isEmpty() && magic.body() == Magic.Body.REQUIRED) {
      throw new UsageException(
          "%%" + name + " heads a cell, with two signs: " + magic.usage() + ".");
    }
    if (body.isPresent() && magic.body() == Magic.Body.NONE) {
      throw new UsageException("%" + name + " is one line, with one sign: " + magic.usage());
    }
    return magic.action().run(new Magic.Call(name, arguments, body, notebook));
  }

  private Magic find(String name) {
    var magic = byName.get(name);
    if (magic == null) {
      var near = Nearest.to(name, byName.keySet());
      throw new UsageException(
          "There is no magic %"
              + name
              + "."
              + (near.isEmpty()
                  ? " %help lists all."
                  : " Did you mean "
                      + near.stream().map(this::written).collect(Collectors.joining(" or "))
                      + "?"));
    }
    return magic;
  }

  private String written(String name) {
    return (byName.get(name).body() == Magic.Body.REQUIRED ? "%%" : "%") + name;
  }

  @Override
  public List<Candidate> complete(String line) {
    var space = line.lastIndexOf(' ');
    if (space < 0) {
      var signs = line.startsWith("%%") ? "%%" : "%";
      return byName.entrySet().stream()
          .filter(e -> e.getKey().startsWith(line.substring(signs.length())))
          .filter(
              e ->
                  e.getValue().body()
                      != (signs.length() == 2 ? Magic.Body.NONE : Magic.Body.REQUIRED))
          .map(e -> new Candidate(signs + e.getKey(), "magic", e.getValue().usage()))
          .toList();
    }
    var magic = byName.get(line.replaceFirst("%%?", "").split(" ", 2)[0]);
    if (magic == null) {
      return List.of();
    }
    var word = line.substring(space + 1);
    if (magic.name().equals("help")) {
      return byName.entrySet().stream()
          .filter(e -> e.getKey().startsWith(word))
          .map(e -> new Candidate(e.getKey(), "magic", e.getValue().usage()))
          .toList();
    }
    return magic.takesPaths() ? FilePaths.startingWith(word) : List.of();
  }

  @Override
  public boolean takesCode(String name) {
    var magic = byName.get(name);
    return magic != null && magic.usage().endsWith(" expression");
  }

  @Override
  public Optional<MimeBundle> help(String name) {
    return Optional.ofNullable(byName.get(name)).map(StandardMagics::describe);
  }

  private static MimeBundle describe(Magic magic) {
    return MimeBundle.text(magic.usage() + "\n" + plain(magic.help()))
        .with(MimeBundle.MARKDOWN, "```\n" + magic.usage() + "\n```\n" + magic.help());
  }

  private Object help(Magic.Call call) {
    if (!call.arguments().isBlank()) {
      return describe(find(call.arguments().strip().replaceFirst("^%%?", "")));
    }
    var table = new StringBuilder("| magic | |\n|---|---|\n");
    var text = new StringBuilder();
    for (var magic : all) {
      var aliases =
          magic.names().size() > 1
              ? " Also: " + String.join(", ", magic.names().subList(1, magic.names().size())) + "."
              : "";
      table
          .append("| `")
          .append(magic.usage().replace("|", "\\|"))
          .append("` | ")
          .append(magic.help().replace("\n", " "))
          .append(aliases)
          .append(" |\n");
      text.append(magic.usage())
          .append("\n    ")
          .append(plain(magic.help() + aliases))
          .append('\n');
    }
    return MimeBundle.text(text.toString().stripTrailing())
        .with(MimeBundle.MARKDOWN, table.toString());
  }

  private static String plain(String markdown) {
    return markdown.replace("`", "");
  }
}
