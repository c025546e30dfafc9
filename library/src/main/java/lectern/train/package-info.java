/// What a training loop notes down: series of numbers, and counts of right and wrong answers. Read
/// [lectern.train.History] first, then [lectern.train.Confusion].
package lectern.train;
