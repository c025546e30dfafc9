/// Arrays that have a shape and no memory: a model can be traced without computing anything. Read
/// [lectern.backend.meta.Meta].
package lectern.backend.meta;
