/// What a training loop notes down: named series of numbers. Read [lectern.train.History] first.
package lectern.train;
