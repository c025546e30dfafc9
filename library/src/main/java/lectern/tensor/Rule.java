package lectern.tensor;

/// How the gradient of one input follows from the gradient of the result.
///
/// A rule returns a new tensor, or `g`, or a view of `g`. Its shape may be the broadcast one: the
/// engine sums it to the input's. Written with tensor operations, it can be differentiated again.
@FunctionalInterface
interface Rule {

  Tensor apply(Tensor g);
}
