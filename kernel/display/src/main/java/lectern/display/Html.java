package lectern.display;

import java.util.Objects;

/// HTML, shown as it is written.
///
/// A notebook from elsewhere shows it with scripts, styles and frames taken out, until the reader
/// trusts the notebook. Show charts as pictures instead.
///
/// @param source for example `<b>bold</b>`
public record Html(String source) implements Displayable {

  public Html {
    Objects.requireNonNull(source, "source");
  }

  @Override
  public MimeBundle toMimeBundle() {
    return MimeBundle.text(text()).with(MimeBundle.HTML, source);
  }

  /// A text with the characters that HTML reserves replaced.
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /// The source without tags, or as it is when nothing else is left.
  private String text() {
    var text = source.replaceAll("(?s)<[^>]*>", " ").replaceAll("\\s+", " ").strip();
    return text.isEmpty() ? source : text;
  }
}
