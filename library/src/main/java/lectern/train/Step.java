package lectern.train;

import lectern.data.Batch;

/// What came of one step of the optimizer.
///
/// @param number counted from 1, on from earlier calls of `fit`
/// @param epoch the epoch it belongs to, counted from 1
/// @param batch what was learned from
/// @param loss the loss before the step
public record Step(long number, int epoch, Batch batch, double loss) {}
