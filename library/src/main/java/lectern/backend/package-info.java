/// What tensors are computed with: arrays, their types and shapes, and the few dozen primitives
/// that every backend offers. Read [lectern.backend.Backend] first, then the reference backend's
/// loops.
package lectern.backend;
