package lectern.kernel.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import org.junit.jupiter.api.Test;

class WaitingTest {

  private final Message asked = Message.of(Request.Execute.cell("1"), "s", null);
  private final Waiting waiting = new Waiting(asked.header().msgId(), event -> {});

  private Message event(Event event) {
    return Message.of(event, "s", asked.header());
  }

  @Test
  void what_a_thread_says_between_idle_and_the_answer_does_not_undo_idle() {
    var answer = new Reply.Execute(1, new JsonObject());
    for (var message :
        List.of(
            event(Event.Status.BUSY),
            event(Event.Status.IDLE),
            event(new Event.Stream("stdout", "late")),
            asked.reply(answer, "s"))) {
      assertTrue(waiting.take(message));
    }
    assertTrue(waiting.idle, "idle was heard");
    assertEquals(answer, waiting.reply);
    assertEquals(3, waiting.events.size());
  }
}
