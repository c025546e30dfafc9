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
    return MimeBundle.text(toString()).with(MimeBundle.MARKDOWN, toString());
  }

  @Override
  public String toString() {
    return text + "\n\n" + mark + (note.isEmpty() ? "" : "\n\n⚠️ " + note);
  }
}
