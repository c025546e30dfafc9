/// Charts for lessons: lines, points, bars, heat maps, contours, pictures. XChart draws axes, grid,
/// lines and legend; this package adds a calm look, what XChart lacks, and a description in words.
/// Read [lectern.plot.Plot] first.
package lectern.plot;
