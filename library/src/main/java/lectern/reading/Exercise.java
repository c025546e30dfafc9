package lectern.reading;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import lectern.backend.Shape;
import lectern.display.Displayable;
import lectern.display.MimeBundle;
import lectern.tensor.Tensor;

/// A question with a hidden answer. It shows the question and where the reader stands; answering it
/// gives a [Verdict].
public final class Exercise implements Displayable {

  private final String id;
  private final String subject;
  private final String question;
  private final Reference reference;
  private final List<String> hints;
  private final String solution;
  private final String theory;
  private final String shape;
  private final String motion;

  Exercise(
      String id,
      String subject,
      String question,
      Reference reference,
      List<String> hints,
      String solution,
      String theory,
      String shape,
      String motion) {
    this.id = id;
    this.subject = subject;
    this.question = question;
    this.reference = reference;
    this.hints = hints;
    this.solution = solution;
    this.theory = theory;
    this.shape = shape;
    this.motion = motion;
  }

  /// The lesson's name and the exercise's, such as `01-qhadam/step-bound`.
  public String id() {
    return id;
  }

  /// The part of mathematics it belongs to; passes go through one subject at a time.
  public String subject() {
    return subject;
  }

  /// Answers with a number, or with the numbers of a tensor of one dimension.
  public Verdict answer(double... numbers) {
    if (reference instanceof Reference.OfNumber r && numbers.length == 1) {
      return graded(r.wrong(numbers[0]));
    }
    if (reference instanceof Reference.OfTensor r && numbers.length > 0) {
      return graded(r.wrong(Tensor.of(numbers)));
    }
    return misfit(numbers.length == 1 ? "a number" : numbers.length + " numbers");
  }

  /// Answers with a tensor; its type does not matter.
  public Verdict answer(Tensor tensor) {
    return switch (reference) {
      case Reference.OfTensor r -> graded(r.wrong(tensor));
      case Reference.OfNumber r when tensor.size() == 1 -> graded(r.wrong(tensor.toDoubles()[0]));
      default -> misfit("a tensor");
    };
  }

  /// Answers with a shape.
  public Verdict shape(int... sizes) {
    return answer(Shape.of(sizes));
  }

  /// Answers with a shape.
  public Verdict answer(Shape shape) {
    return reference instanceof Reference.OfShape r ? graded(r.wrong(shape)) : misfit("a shape");
  }

  /// Answers with a function of one number, which is tried at some places.
  public Verdict function(DoubleUnaryOperator function) {
    return reference instanceof Reference.OfFunction r && r.arguments() == 1
        ? graded(r.wrong(x -> function.applyAsDouble(x[0])))
        : misfit("a function of one number");
  }

  /// Answers with a function of two numbers, which is tried at some places.
  public Verdict function(DoubleBinaryOperator function) {
    return reference instanceof Reference.OfFunction r && r.arguments() == 2
        ? graded(r.wrong(x -> function.applyAsDouble(x[0], x[1])))
        : misfit("a function of two numbers");
  }

  /// Answers with a function of a tensor, which is tried at some places.
  public Verdict tensors(UnaryOperator<Tensor> function) {
    return reference instanceof Reference.OfTensors r
        ? graded(r.wrong(function))
        : misfit("a function of a tensor");
  }

  /// Shows the answer and how to find it. The exercise is red then, and comes again in the next
  /// pass.
  public Verdict reveal() {
    var standings = Standings.here();
    var standing = standings.update(id, Standing::looked);
    return new Verdict(
        id, "**The answer.** " + solution + picture(), standing.mark(), standings.notes());
  }

  /// Marks it by the reader's own judgement: a right guess that is not understood is `Mark.RED`.
  public Verdict mark(Mark mark) {
    var standings = Standings.here();
    var standing = standings.update(id, s -> s.marked(mark));
    return new Verdict(id, "Marked.", standing.mark(), standings.notes());
  }

  private Verdict graded(String wrong) {
    var standings = Standings.here();
    var standing = standings.update(id, s -> s.answered(wrong == null));
    String text;
    if (wrong == null) {
      text = "✓ **Right.** " + solution + picture();
    } else {
      int hint = Math.min(standing.attempts(), hints.size()) - 1;
      text =
          "✗ **Not yet.** "
              + wrong
              + (hint < 0 ? "" : "\n\n*Hint:* " + hints.get(hint))
              + "\n\n`.reveal()` in place of the answer shows the solution.";
    }
    return new Verdict(id, text, standing.mark(), standings.notes());
  }

  /// An answer of another kind is no attempt.
  private Verdict misfit(String came) {
    var standings = Standings.here();
    var text = "This exercise takes `%s`, not %s.".formatted(reference.form(), came);
    return new Verdict(id, text, standings.of(id).mark(), standings.notes());
  }

  private String picture() {
    return (shape.isEmpty() ? "" : "\n\n*Its shape:* " + shape)
        + (motion.isEmpty() ? "" : "\n\n*Its motion:* " + motion);
  }

  @Override
  public MimeBundle toMimeBundle() {
    var standings = Standings.here();
    var standing = standings.of(id);
    boolean again = standing.isDue() && standing.mark() != Mark.OPEN;
    var text = new StringBuilder("**Exercise** `" + id + "` · " + subject + "\n\n" + question);
    if (again && !theory.isEmpty()) {
      text.append("\n\n*Read again first:* ").append(theory);
    }
    text.append("\n\n").append(standing.mark().markdown());
    if (standing.pass() > 1) {
      text.append(" · pass ").append(standing.pass());
    }
    if (standing.isDue()) {
      text.append(" · answer with `").append(reference.form()).append('`');
    }
    if (!standings.notes().isEmpty()) {
      text.append("\n\n⚠ ").append(standings.notes());
    }
    return Verdict.bundle(text.toString());
  }

  @Override
  public String toString() {
    return toMimeBundle().text();
  }
}
