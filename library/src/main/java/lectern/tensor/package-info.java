/// Tensors that remember how they were computed, and the backward pass over that record.
///
/// Read [lectern.tensor.Arithmetic] first: each operation is one method with its formula, its value
/// and one gradient rule per input. Then [lectern.tensor.Op] and [lectern.tensor.Backward], the
/// engine.
package lectern.tensor;
