package lectern.kernel;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lectern.display.MimeBundle;
import lectern.kernel.engine.Outcome;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Json;

/// The display API's bundles as the protocol's JSON.
final class Bundles {

  private Bundles() {}

  /// A text under a JSON format becomes the JSON that it is.
  static JsonObject data(MimeBundle bundle) {
    var data = new LinkedHashMap<String, Object>(bundle.data());
    data.replaceAll(
        (mime, content) ->
            content instanceof String text && MimeBundle.isJson(mime) ? parsed(text) : content);
    return Json.object(data);
  }

  private static Object parsed(String text) {
    try {
      return JsonParser.parseString(text);
    } catch (JsonParseException notJson) {
      return text;
    }
  }

  static JsonObject metadata(MimeBundle bundle) {
    return Json.object(bundle.metadata());
  }

  static Event.ExecuteResult result(int count, MimeBundle bundle) {
    return new Event.ExecuteResult(count, data(bundle), metadata(bundle));
  }

  /// An expression's answer inside `user_expressions`.
  static JsonObject expression(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Value value -> {
        var bundle = value.result().orElse(MimeBundle.text(""));
        var json = Json.object("status", "ok");
        json.add("data", data(bundle));
        json.add("metadata", metadata(bundle));
        yield json;
      }
      case Outcome.Failed failed ->
          Json.object(
              Map.of(
                  "status", "error",
                  "ename", failed.name(),
                  "evalue", failed.message(),
                  "traceback", failed.traceback()));
      case Outcome.Interrupted stopped ->
          Json.object(
              Map.of(
                  "status",
                  "error",
                  "ename",
                  Cells.INTERRUPTED,
                  "evalue",
                  "",
                  "traceback",
                  List.copyOf(stopped.traceback())));
    };
  }

  /// About how many bytes a bundle has on the wire.
  static int weight(MimeBundle bundle) {
    long sum = 0;
    for (var content : bundle.data().values()) {
      sum += content instanceof CharSequence text ? text.length() : 1000;
    }
    return (int) Math.min(sum, Integer.MAX_VALUE);
  }
}
