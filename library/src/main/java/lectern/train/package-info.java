/// The training loop, and what it notes down: series of numbers, counts of right and wrong answers.
/// Read [lectern.train.Trainer] first, then [lectern.train.History].
package lectern.train;
