/// The readable specification of every primitive: plain loops, all arithmetic in float64. The other
/// backends are tested against it. Read [lectern.backend.reference.ReferenceBackend].
package lectern.backend.reference;
