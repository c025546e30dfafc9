package lectern.widget;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import lectern.display.Html;
import lectern.display.MimeBundle;

/// Shows one value after the other in one place: pictures and HTML in widgets that change without a
/// flicker, everything else as a cell shows it. Texts that were printed stand below.
final class Stage extends Box {

  private static final List<String> PICTURES =
      List.of(MimeBundle.SVG, MimeBundle.PNG, "image/jpeg", "image/gif", "image/webp");

  private final Image picture = new Image();
  private final HTML html = new HTML("");
  private final Output rich = new Output();
  private final Output printed = new Output();

  Stage() {
    super("VBox", List.of());
    children(List.of(printed)); // what the first call prints is seen before its result
    picture.layout().put("align_self", "flex-start"); // a box would stretch it to its own width
  }

  /// Also those that are not shown at the moment.
  @Override
  List<Widget> references() {
    var all = super.references();
    all.addAll(List.of(picture, html, rich, printed));
    return all;
  }

  /// Where a function's texts go.
  Output printed() {
    return printed;
  }

  void show(MimeBundle bundle) {
    var data = bundle.data();
    var mime = PICTURES.stream().filter(data::containsKey).findFirst();
    if (mime.isPresent()) {
      picture(bundle, mime.get());
      put(picture);
    } else if (data.get(MimeBundle.HTML) instanceof String source && !source.contains("<script")) {
      html.value("<div class=\"jp-RenderedHTMLCommon\">" + source + "</div>");
      put(html);
    } else if (data.size() == 1 && data.containsKey(MimeBundle.TEXT)) {
      html.value("<pre>" + Html.escape(bundle.text()) + "</pre>");
      put(html);
    } else {
      rich.clear();
      rich.show(bundle);
      put(rich);
    }
  }

  void fail(String name, String message, List<String> traceback) {
    rich.fail(name, message, traceback);
    put(rich);
  }

  private void picture(MimeBundle bundle, String mime) {
    var content = bundle.data().get(mime).toString();
    var size = bundle.metadata().get(mime) instanceof Map<?, ?> hints ? hints : Map.of();
    var bytes =
        mime.equals(MimeBundle.SVG)
            ? content.getBytes(java.nio.charset.StandardCharsets.UTF_8)
            : Base64.getMimeDecoder().decode(content);
    picture.show(
        bytes, mime.substring("image/".length()), side(size, "width"), side(size, "height"));
  }

  private static String side(Map<?, ?> size, String name) {
    return size.get(name) instanceof Number number ? Integer.toString(number.intValue()) : "";
  }

  private void put(Widget shown) {
    var now = List.of(shown, printed);
    if (!now.equals(children())) {
      children(now);
    }
  }
}
