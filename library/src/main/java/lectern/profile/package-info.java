/// What this machine offers and what a computation costs. Read [lectern.profile.Doctor] first.
package lectern.profile;
