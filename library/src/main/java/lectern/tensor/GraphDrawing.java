package lectern.tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Draws a graph in layers: a box lies one layer below its lowest input, a leaf one above its
/// highest user, and boxes are moved sideways towards their neighbours' middle. An arrow past other
/// layers goes through a point in each.
final class GraphDrawing {

  private static final int WIDTH = 118;
  private static final int HEIGHT = 34;
  private static final int GAP_X = 18;
  private static final int GAP_Y = 30;
  private static final int POINT = 8;
  private static final int SWEEPS = 8;

  private final List<Graph.Node> nodes;
  private final Map<Graph.Node, Integer> layer = new LinkedHashMap<>();
  private final Map<Graph.Node, Double> x = new LinkedHashMap<>();
  private final Map<Graph.Node, List<Graph.Node>> above = new LinkedHashMap<>();
  private final Map<Graph.Node, List<Graph.Node>> below = new LinkedHashMap<>();
  private final List<List<Graph.Node>> layers = new ArrayList<>();

  private GraphDrawing(List<Graph.Node> nodes) {
    this.nodes = nodes;
  }

  static String svg(List<Graph.Node> nodes) {
    var drawing = new GraphDrawing(nodes);
    drawing.findLayers();
    drawing.place();
    return drawing.draw();
  }

  private void findLayers() {
    for (var node : nodes) {
      int level = 0;
      for (var input : node.inputs()) {
        level = Math.max(level, layer.get(input) + 1);
      }
      layer.put(node, level);
    }
    // From the end, so that every user comes before what it uses.
    for (var node : nodes.reversed()) {
      if (node.leaf() && below.containsKey(node)) {
        int highest = below.get(node).stream().mapToInt(layer::get).min().orElseThrow();
        layer.put(node, highest - 1);
      }
      node.inputs().forEach(input -> link(below, input, node));
    }
    below.clear();
    for (var node : nodes) {
      row(node);
      node.inputs().forEach(input -> connect(input, node));
    }
  }

  private void row(Graph.Node node) {
    while (layers.size() <= layer.get(node)) {
      layers.add(new ArrayList<>());
    }
    layers.get(layer.get(node)).add(node);
  }

  private void connect(Graph.Node from, Graph.Node to) {
    var last = from;
    for (int level = layer.get(from) + 1; level < layer.get(to); level++) {
      var point = new Graph.Node("", from.shape(), false, List.of());
      layer.put(point, level);
      row(point);
      link(below, last, point);
      link(above, point, last);
      last = point;
    }
    link(below, last, to);
    link(above, to, last);
  }

  private static void link(Map<Graph.Node, List<Graph.Node>> map, Graph.Node from, Graph.Node to) {
    map.computeIfAbsent(from, n -> new ArrayList<>()).add(to);
  }

  private static boolean isPoint(Graph.Node node) {
    return node.label().isEmpty();
  }

  private static int width(Graph.Node node) {
    return isPoint(node) ? POINT : WIDTH;
  }

  /// Sweeps down and up; each layer is sorted by the middles of its neighbours and then packed.
  private void place() {
    for (var row : layers) {
      for (int i = 0; i < row.size(); i++) {
        x.put(row.get(i), i * (WIDTH + GAP_X) + WIDTH / 2.0);
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean down = sweep % 2 == 0;
      for (int i = 0; i < layers.size(); i++) {
        arrange(layers.get(down ? i : layers.size() - 1 - i), down);
      }
    }
    double left = edge(-1);
    x.replaceAll((node, value) -> value + left + GAP_X);
  }

  /// The largest of side·(middle + side·width/2): the right edge for side 1, minus the left for −1.
  private double edge(int side) {
    return x.entrySet().stream()
        .mapToDouble(e -> side * e.getValue() + width(e.getKey()) / 2.0)
        .max()
        .orElse(0);
  }

  private void arrange(List<Graph.Node> row, boolean down) {
    var wish = new LinkedHashMap<Graph.Node, Double>();
    for (var node : row) {
      var near = (down ? above : below).getOrDefault(node, List.of());
      wish.put(node, near.stream().mapToDouble(x::get).average().orElse(x.get(node)));
    }
    row.sort(Comparator.comparingDouble(wish::get));
    double next = Double.NEGATIVE_INFINITY;
    double shift = 0;
    for (var node : row) {
      double at = Math.max(wish.get(node), next + width(node) / 2.0);
      x.put(node, at);
      shift += at - wish.get(node);
      next = at + width(node) / 2.0 + GAP_X;
    }
    // Packing pushes to the right only; give half of it back to the left.
    double back = shift / row.size();
    row.forEach(node -> x.put(node, x.get(node) - back));
  }

  private double top(Graph.Node node) {
    return GAP_X + (double) layer.get(node) * (HEIGHT + GAP_Y);
  }

  private String draw() {
    double width = edge(1) + GAP_X;
    double height = GAP_X * 2.0 + layers.size() * (HEIGHT + GAP_Y) - GAP_Y;
    var svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\""
                + " height=\"%.0f\" font-family=\"sans-serif\" font-size=\"11\""
                + " text-anchor=\"middle\">",
            width,
            height,
            width,
            height));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
    below.forEach((from, users) -> users.forEach(to -> svg.append(arrow(from, to))));
    nodes.forEach(node -> svg.append(box(node)));
    return svg.append("</svg>").toString();
  }

  private String arrow(Graph.Node from, Graph.Node to) {
    double x1 = x.get(from);
    double y1 = top(from) + (isPoint(from) ? HEIGHT / 2.0 : HEIGHT);
    double x2 = x.get(to);
    double y2 = top(to) + (isPoint(to) ? HEIGHT / 2.0 : 0);
    double bend = (y2 - y1) / 2;
    var line =
        String.format(
            Locale.ROOT,
            "<path d=\"M%.1f %.1f C%.1f %.1f %.1f %.1f %.1f %.1f\" fill=\"none\" stroke=\"#888\"/>",
            x1,
            y1,
            x1,
            y1 + bend,
            x2,
            y2 - bend,
            x2,
            y2);
    var head =
        String.format(Locale.ROOT, "<path d=\"M%.1f %.1f l-3.5 -6 h7 z\" fill=\"#888\"/>", x2, y2);
    return isPoint(to) ? line : line + head;
  }

  private String box(Graph.Node node) {
    return String.format(
        Locale.ROOT,
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\""
            + " stroke=\"#555\"/><text x=\"%.1f\" y=\"%.1f\" font-weight=\"bold\">%s</text>"
            + "<text x=\"%.1f\" y=\"%.1f\" fill=\"#333\">%s</text>",
        x.get(node) - WIDTH / 2.0,
        top(node),
        WIDTH,
        HEIGHT,
        node.leaf() ? 16 : 4,
        node.leaf() ? "#ffd9a8" : "#cfe4f7",
        x.get(node),
        top(node) + 14,
        escape(node.label()),
        x.get(node),
        top(node) + 28,
        node.shape());
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
