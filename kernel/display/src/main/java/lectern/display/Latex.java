package lectern.display;

import java.util.Objects;

/// A formula. Without delimiters of its own it stands on a line of its own.
///
/// @param source for example `\nabla_\theta L` or `$x^2$`
public record Latex(String source) implements Displayable {

  public Latex {
    Objects.requireNonNull(source, "source");
  }

  @Override
  public MimeBundle toMimeBundle() {
    var formula = source.strip();
    boolean delimited =
        formula.startsWith("$")
            || formula.startsWith("\\begin")
            || formula.startsWith("\\[")
            || formula.startsWith("\\(");
    return MimeBundle.text(source)
        .with(MimeBundle.LATEX, delimited ? formula : "$$" + formula + "$$");
  }
}
