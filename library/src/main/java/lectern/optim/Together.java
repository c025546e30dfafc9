package lectern.optim;

import java.util.List;
import lectern.backend.Array;

/// Several optimizers as one.
final class Together extends Optimizer {

  private final List<Optimizer> groups;

  Together(List<Optimizer> groups) {
    super(groups.stream().flatMap(group -> group.parameters().stream()).toList(), 0);
    this.groups = groups;
  }

  @Override
  public void step() {
    groups.forEach(Optimizer::step);
  }

  @Override
  protected void update(Array theta, Array gradient, State state, double rate) {
    throw new AssertionError("each group updates its own parameters");
  }

  @Override
  public Optimizer lr(double lr) {
    groups.forEach(group -> group.lr(lr));
    return this;
  }

  @Override
  public double lr() {
    return groups.getFirst().lr();
  }

  @Override
  public double rate() {
    return groups.getFirst().rate();
  }

  @Override
  public Optimizer schedule(Schedule schedule) {
    groups.forEach(group -> group.schedule(schedule));
    return this;
  }

  @Override
  public Optimizer weightDecay(double weightDecay) {
    groups.forEach(group -> group.weightDecay(weightDecay));
    return this;
  }

  @Override
  public double weightDecay() {
    return groups.getFirst().weightDecay();
  }

  @Override
  public long steps() {
    return groups.getFirst().steps();
  }

  @Override
  public List<State> states() {
    return groups.stream().flatMap(group -> group.states().stream()).toList();
  }
}
