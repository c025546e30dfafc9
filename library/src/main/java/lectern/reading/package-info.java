/// Tools for reading: exercises that grade an answer and keep count of what is understood. Read
/// [lectern.reading.Check] first, then [lectern.reading.Standing].
package lectern.reading;
