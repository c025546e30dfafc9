package lectern.kernel.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Json;
import org.junit.jupiter.api.Test;

class OutputsTest {

  private final Outputs.Displays displays = new Outputs.Displays();
  private final JsonArray list = new JsonArray();
  private final Outputs outputs = new Outputs(list, displays);

  private static JsonObject text(String text) {
    return Json.object("text/plain", text);
  }

  private static Event.DisplayData display(String text, String id) {
    return new Event.DisplayData(text(text), new JsonObject(), Json.object("display_id", id));
  }

  @Test
  void textOfOneStreamIsJoinedAndKeptAsLines() {
    outputs.add(new Event.Stream("stdout", "a\nb"));
    outputs.add(new Event.Stream("stdout", "c\n"));
    outputs.add(new Event.Stream("stderr", "d"));
    outputs.add(new Event.Stream("stdout", "e"));
    assertEquals(
        "[{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":[\"a\\n\",\"bc\\n\"]},"
            + "{\"output_type\":\"stream\",\"name\":\"stderr\",\"text\":[\"d\"]},"
            + "{\"output_type\":\"stream\",\"name\":\"stdout\",\"text\":[\"e\"]}]",
        list.toString());
  }

  @Test
  void anUpdateReplacesTheDisplayInEveryCell() {
    outputs.add(display("old", "x"));
    var other = new JsonArray();
    var later = new Outputs(other, displays);
    later.add(display("old too", "x"));
    later.add(
        new Event.UpdateDisplayData(text("new"), new JsonObject(), Json.object("display_id", "x")));
    var shown = "{\"text/plain\":[\"new\"]}";
    assertEquals(shown, list.get(0).getAsJsonObject().get("data").toString());
    assertEquals(shown, other.get(0).getAsJsonObject().get("data").toString());
    assertEquals(1, list.size());
  }

  @Test
  void clearingMayWaitForTheNextOutput() {
    outputs.add(new Event.Stream("stdout", "first"));
    outputs.add(new Event.ClearOutput(true));
    assertEquals(1, list.size());
    outputs.add(new Event.Stream("stdout", "second"));
    assertEquals("[\"second\"]", list.get(0).getAsJsonObject().get("text").toString());
    outputs.add(new Event.ClearOutput(false));
    assertEquals(0, list.size());
  }

  @Test
  void resultsAndErrorsKeepWhatAFileHolds() {
    outputs.add(new Event.ExecuteResult(7, text("a\nb"), new JsonObject()));
    outputs.add(new Event.Error("Bad", "no", List.of("t")));
    assertEquals(
        "[{\"output_type\":\"execute_result\",\"data\":{\"text/plain\":[\"a\\n"
            + "\",\"b\"]},\"metadata\":{},\"execution_count\":7},"
            + "{\"output_type\":\"error\",\"ename\":\"Bad\",\"evalue\":\"no\",\"traceback\":[\"t\"]}]",
        list.toString());
  }
}
