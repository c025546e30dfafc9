/// Optimizers change parameters against their gradients: gradient descent, momentum, Adam and the
/// quasi-hyperbolic family, with schedules and clipping. Read `SGD` first, then `QHM` and `QHAdam`;
/// each states its formulas in the paper's letters.
package lectern.optim;
