package lectern.nn;

import java.util.ArrayList;
import java.util.Locale;
import lectern.display.MimeBundle;

/// A layer as a tree with shapes and parameter counts.
final class LayerView {

  private LayerView() {}

  static MimeBundle of(Layer layer) {
    var html = new StringBuilder();
    appendHtml(html, layer);
    return MimeBundle.text(text(layer)).with(MimeBundle.HTML, html.toString());
  }

  static String text(Layer layer) {
    var text = new StringBuilder();
    appendText(text, layer, "", "");
    return text.toString();
  }

  /// `first` stands before the layer's own line, `rest` before those of its children.
  private static void appendText(StringBuilder text, Layer layer, String first, String rest) {
    text.append(first).append(line(layer));
    var children = new ArrayList<>(layer.children().values());
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      text.append('\n');
      appendText(
          text, children.get(i), rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "));
    }
  }

  private static String line(Layer layer) {
    var line = new StringBuilder();
    if (!layer.name().isEmpty()) {
      line.append(layer.name()).append(": ");
    }
    line.append(layer.label());
    layer
        .ownParameters()
        .forEach((n, p) -> line.append("  ").append(n).append(' ').append(p.shape()));
    long count = layer.parameterCount();
    if (count > 0) {
      line.append("  ").append(String.format(Locale.ROOT, "%,d", count)).append(" parameters");
    }
    return line.toString();
  }

  private static void appendHtml(StringBuilder html, Layer layer) {
    var style = "font-family:var(--jp-code-font-family,monospace)";
    if (layer.children().isEmpty()) {
      html.append("<div style=\"").append(style).append(";margin-left:1em\">");
      html.append(line(layer)).append("</div>");
      return;
    }
    html.append("<details open style=\"").append(style).append(";margin-left:1em\"><summary>");
    html.append(line(layer)).append("</summary>");
    layer.children().values().forEach(child -> appendHtml(html, child));
    html.append("</details>");
  }
}
