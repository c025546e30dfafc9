/// Charts for lessons: lines, points, bars, heat maps, contours, pictures, with a description in
/// words; and Vega-Lite charts of tables. Read [lectern.plot.Plot] first, then
/// [lectern.plot.VegaLite].
package lectern.plot;
