/// The commands that begin with `%`: dependencies, timing, looking around, other languages. Read
/// [lectern.kernel.magic.Magic] first; [lectern.kernel.magic.StandardMagics] lists them all.
package lectern.kernel.magic;
