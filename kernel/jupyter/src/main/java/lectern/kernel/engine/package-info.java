/// What a kernel asks of a language, without naming one: JShell answers in a notebook, an echo in
/// the protocol's tests. Read [lectern.kernel.engine.Engine] first.
package lectern.kernel.engine;
