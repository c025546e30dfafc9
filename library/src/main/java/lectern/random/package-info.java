/// Random numbers that can be repeated: one counter-based generator and named streams of it. Read
/// [lectern.random.Seeds] first, then [lectern.random.RandomStream].
package lectern.random;
