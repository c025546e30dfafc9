package lectern.notebooks;

import static java.util.Locale.ROOT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Links of Markdown, checked without a network: files and headings they name exist, and badges
/// open notebooks that exist.
final class Links {

  private static final Pattern TARGET =
      Pattern.compile("](?:\\(\\s*<?|: +)([^)\\s>]+)|\\b(?:src|href)=[\"']([^\"']+)");
  private static final Pattern URL = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*");
  private static final Pattern NOTEBOOK = Pattern.compile("notebooks/[\\w./-]+\\.ipynb");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`|\\$\\$.*?\\$\\$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?)\\s*$");

  private Links() {}

  /// What is wrong with the links of a text.
  ///
  /// @param file where the text stands; links are relative to its folder
  static List<String> broken(Path file, String markdown) throws IOException {
    var broken = new ArrayList<String>();
    var link = TARGET.matcher(CODE.matcher(markdown).replaceAll(""));
    while (link.find()) {
      var target = link.group(1) != null ? link.group(1) : link.group(2);
      if (URL.matcher(target).matches()) {
        var notebook = NOTEBOOK.matcher(target);
        if (notebook.find() && !Files.exists(House.TOP.resolve(notebook.group()))) {
          broken.add(target + ": there is no " + notebook.group());
        }
      } else {
        check(file, target, broken);
      }
    }
    return broken;
  }

  private static void check(Path file, String target, List<String> broken) throws IOException {
    int hash = target.indexOf('#');
    var path = hash < 0 ? target : target.substring(0, hash);
    var place = path.isEmpty() ? file : file.resolveSibling(path);
    if (path.startsWith("/") || !Files.exists(place)) {
      broken.add(target + ": there is no such file");
    } else if (hash >= 0 && Files.isRegularFile(place)) {
      var wanted = slug(target.substring(hash + 1));
      if (headings(place).noneMatch(heading -> slug(heading).equals(wanted))) {
        broken.add(target + ": there is no such heading");
      }
    }
  }

  private static Stream<String> headings(Path file) throws IOException {
    var text =
        file.toString().endsWith(".ipynb")
            ? String.join("\n", Lesson.read(file).prose())
            : Files.readString(file);
    return HEADING.matcher(text).results().map(match -> match.group(1));
  }

  /// GitHub and JupyterLab make a heading's address in different ways; both keep letters and
  /// digits.
  private static String slug(String heading) {
    return heading.toLowerCase(ROOT).replaceAll("[^\\p{L}\\p{N}]+", "");
  }
}
