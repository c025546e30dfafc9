package lectern.kernel.runner;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Json;

/// The outputs of one cell, built from events as a notebook's page builds them.
final class Outputs {

  /// All outputs shown under a display id, in every cell of the notebook.
  static final class Displays {
    private final Map<String, List<JsonObject>> byId = new HashMap<>();

    private void add(JsonObject hidden, JsonObject output) {
      if (hidden != null && hidden.has("display_id")) {
        var id = hidden.get("display_id").getAsString();
        byId.computeIfAbsent(id, i -> new ArrayList<>()).add(output);
      }
    }

    private void update(Event.UpdateDisplayData update) {
      if (update.hidden() == null || !update.hidden().has("display_id")) {
        return;
      }
      var id = update.hidden().get("display_id").getAsString();
      for (var output : byId.getOrDefault(id, List.of())) {
        output.add("data", stored(update.data()));
        output.add("metadata", update.metadata());
      }
    }
  }

  private final JsonArray outputs;
  private final Displays displays;
  private final StringBuilder text = new StringBuilder();
  private boolean clearing;

  /// @param outputs the cell's list in the notebook, which is filled
  Outputs(JsonArray outputs, Displays displays) {
    this.outputs = outputs;
    this.displays = displays;
  }

  /// Takes an event in.
  void add(Event event) {
    switch (event) {
      case Event.Stream stream -> stream(stream);
      case Event.DisplayData shown -> {
        var output = output("display_data");
        output.add("data", stored(shown.data()));
        output.add("metadata", shown.metadata());
        displays.add(shown.hidden(), output);
      }
      case Event.ExecuteResult result -> {
        var output = output("execute_result");
        output.add("data", stored(result.data()));
        output.add("metadata", result.metadata());
        output.addProperty("execution_count", result.executionCount());
      }
      case Event.Error error -> {
        var output = output("error");
        output.addProperty("ename", error.ename());
        output.addProperty("evalue", error.evalue());
        output.add("traceback", Json.GSON.toJsonTree(error.traceback()));
      }
      case Event.UpdateDisplayData update -> displays.update(update);
      case Event.ClearOutput clear -> {
        clearing = true;
        if (!clear.waits()) {
          clearNow();
        }
      }
      case Event.Status s -> {}
      case Event.ExecuteInput i -> {}
      case Event.IopubWelcome w -> {}
    }
  }

  private void stream(Event.Stream stream) {
    var last =
        outputs.isEmpty() || clearing ? null : outputs.get(outputs.size() - 1).getAsJsonObject();
    if (last == null
        || !last.has("name")
        || !last.get("name").getAsString().equals(stream.name())) {
      last = output("stream");
      last.addProperty("name", stream.name());
      text.setLength(0);
    }
    text.append(stream.text());
    last.add("text", Notebook.lines(text.toString()));
  }

  private JsonObject output(String type) {
    if (clearing) {
      clearNow();
    }
    var output = Json.object("output_type", type);
    outputs.add(output);
    return output;
  }

  private void clearNow() {
    while (!outputs.isEmpty()) {
      outputs.remove(outputs.size() - 1);
    }
    clearing = false;
  }

  /// A bundle as files hold it: texts as lists of lines.
  private static JsonObject stored(JsonObject data) {
    var stored = new JsonObject();
    data.entrySet()
        .forEach(
            entry -> {
              var mime = entry.getKey();
              boolean isText =
                  mime.startsWith("text/")
                      || mime.equals("image/svg+xml")
                      || mime.equals("application/javascript");
              var value = entry.getValue();
              stored.add(
                  mime,
                  isText && value.isJsonPrimitive() ? Notebook.lines(value.getAsString()) : value);
            });
    return stored;
  }
}
