package lectern.display;

import java.util.Objects;

/// Markdown, with formulas between `$` signs and diagrams in `mermaid` fences.
///
/// @param source for example `# Title`
public record Markdown(String source) implements Displayable {

  public Markdown {
    Objects.requireNonNull(source, "source");
  }

  @Override
  public MimeBundle toMimeBundle() {
    return MimeBundle.text(source).with(MimeBundle.MARKDOWN, source);
  }
}
