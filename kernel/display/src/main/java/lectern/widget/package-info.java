/// Sliders, buttons and boxes that a notebook's code and its page share, drawn by the stock front
/// end of ipywidgets and named as there. Read [lectern.widget.Interact] first, then
/// [lectern.widget.Widget].
package lectern.widget;
