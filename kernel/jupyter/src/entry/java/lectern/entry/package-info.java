/// The jar's first class, compiled for old versions of Java. It only looks at the version and goes
/// on.
package lectern.entry;
