/// Shows values in a notebook, and as plain text where there is none. Read
/// [lectern.display.Display] first.
package lectern.display;
