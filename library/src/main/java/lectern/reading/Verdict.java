package lectern.reading;

import lectern.display.Displayable;
import lectern.display.MimeBundle;

/// What came of an answer.
///
/// @param id the exercise's
/// @param text right or what is wrong, in Markdown
/// @param mark where the reader stands now
/// @param note what went wrong with the file of progress; empty when nothing did
public record Verdict(String id, String text, Mark mark, String note) implements Displayable {

  @Override
  public MimeBundle toMimeBundle() {
    return bundle(markdown());
  }

  private String markdown() {
    return text + "\n\n" + mark.markdown() + (note.isEmpty() ? "" : "\n\n⚠ " + note);
  }

  @Override
  public String toString() {
    return plain(markdown());
  }

  /// Markdown, and the same without colours for a terminal.
  static MimeBundle bundle(String markdown) {
    return MimeBundle.text(plain(markdown)).with(MimeBundle.MARKDOWN, markdown);
  }

  static String plain(String markdown) {
    return markdown.replaceAll("</?span[^>]*>", "");
  }
}
