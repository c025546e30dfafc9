package lectern.kernel.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lectern.kernel.protocol.CommContent;
import lectern.kernel.protocol.Json;
import lectern.kernel.protocol.Message;

/// The states of the widgets that a run opened, as a saved notebook holds them: a page without the
/// kernel then shows them as they stood.
final class WidgetStates {

  private static final String TARGET = "jupyter.widget";
  private static final String MIME = "application/vnd.jupyter.widget-state+json";

  private record State(JsonObject parts, Map<String, byte[]> buffers) {}

  private final Map<String, State> open = new LinkedHashMap<>();

  /// Takes in what a widget said to the page.
  void hear(CommContent content, Message message) {
    switch (content) {
      case CommContent.Open o when TARGET.equals(o.targetName()) -> {
        open.put(o.commId(), new State(new JsonObject(), new TreeMap<>()));
        merge(o.commId(), o.data(), message.buffers());
      }
      case CommContent.Msg m when open.containsKey(m.commId()) && m.data().has("state") ->
          merge(m.commId(), m.data(), message.buffers());
      case CommContent.Close c -> open.remove(c.commId());
      default -> {}
    }
  }

  private void merge(String id, JsonObject data, List<byte[]> buffers) {
    var state = open.get(id);
    data.getAsJsonObject("state")
        .entrySet()
        .forEach(e -> state.parts.add(e.getKey(), e.getValue()));
    var paths = data.getAsJsonArray("buffer_paths");
    for (int i = 0; paths != null && i < paths.size() && i < buffers.size(); i++) {
      state.buffers.put(paths.get(i).getAsJsonArray().get(0).getAsString(), buffers.get(i));
    }
  }

  /// Writes the states into a notebook's metadata; those of an earlier run go away.
  void save(Notebook notebook) {
    var metadata = notebook.json().getAsJsonObject("metadata");
    if (metadata != null) {
      metadata.remove("widgets");
    }
    if (open.isEmpty()) {
      return;
    }
    if (metadata == null) {
      metadata = new JsonObject();
      notebook.json().add("metadata", metadata);
    }
    var all = new JsonObject();
    open.forEach((id, state) -> all.add(id, saved(state)));
    var states = new JsonObject();
    states.add("state", all);
    states.addProperty("version_major", 2);
    states.addProperty("version_minor", 0);
    var widgets = new JsonObject();
    widgets.add(MIME, states);
    metadata.add("widgets", widgets);
  }

  private static JsonElement saved(State state) {
    var saved = new JsonObject();
    for (var name : List.of("model_module", "model_module_version", "model_name")) {
      saved.add(name, state.parts.get("_" + name));
    }
    saved.add("state", state.parts);
    if (!state.buffers.isEmpty()) {
      var buffers = new JsonArray();
      state.buffers.forEach(
          (key, bytes) -> {
            var buffer = Json.object("encoding", "base64");
            buffer.addProperty("data", Base64.getEncoder().encodeToString(bytes));
            var path = new JsonArray();
            path.add(key);
            buffer.add("path", path);
            buffers.add(buffer);
          });
      saved.add("buffers", buffers);
    }
    return saved;
  }
}
