package lectern.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import lectern.kernel.protocol.CommContent;
import lectern.kernel.protocol.Event;
import lectern.kernel.protocol.Json;
import lectern.kernel.protocol.Message;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;
import lectern.kernel.runner.KernelClient;
import lectern.kernel.wire.Channel;
import org.junit.jupiter.api.Test;

/// Cells that run at once, each in a subshell of its own.
class SubshellsTest extends EchoKernel {

  private static final String FOREVER = "print begun\nsleep 600000";

  private String create() throws Exception {
    var reply = client.ask(Channel.CONTROL, new Request.CreateSubshell(), LIMIT);
    return assertInstanceOf(Reply.CreateSubshell.class, reply).subshellId();
  }

  private Message send(String code, String subshell) {
    return client.send(Channel.SHELL, Request.Execute.cell(code), subshell);
  }

  private KernelClient.Run await(Message sent) throws Exception {
    return client.await(sent, LIMIT, e -> {}, q -> "");
  }

  private Message begin(String subshell) throws Exception {
    var cell = send(FOREVER, subshell);
    client.awaitText("begun", LIMIT);
    return cell;
  }

  @Test
  void theKernelSaysThatItHasSubshells() throws Exception {
    assertTrue(client.awaitReady(LIMIT).supportedFeatures().contains("kernel subshells"));
  }

  @Test
  void subshellsAreCreatedListedAndDeleted() throws Exception {
    var one = create();
    var two = create();
    assertNotEquals(one, two);
    assertEquals(
        new Reply.ListSubshell(List.of(one, two)),
        client.ask(Channel.CONTROL, new Request.ListSubshell(), LIMIT));
    assertEquals(
        new Reply.DeleteSubshell(),
        client.ask(Channel.CONTROL, new Request.DeleteSubshell(one), LIMIT));
    assertEquals(
        new Reply.ListSubshell(List.of(two)),
        client.ask(Channel.CONTROL, new Request.ListSubshell(), LIMIT));
    var again = client.ask(Channel.CONTROL, new Request.DeleteSubshell(one), LIMIT);
    assertTrue(assertInstanceOf(Reply.Failed.class, again).evalue().contains(one));
  }

  @Test
  void aCellInASubshellRunsWhileTheMainShellIsBusy() throws Exception {
    var main = begin(null);
    var other = create();
    var run = await(send("print beside\nhello", other));
    assertEquals("hello", run.value());
    assertEquals("beside\n", run.text("stdout"));
    assertEquals(other, run.events().getFirst().parent().subshellId());
    client.ask(Channel.CONTROL, new Request.Interrupt(), LIMIT);
    assertInstanceOf(Reply.Failed.class, await(main).reply());
  }

  @Test
  void theMainShellRunsWhileASubshellIsBusyAndThePageIsToldSo() throws Exception {
    var other = create();
    var busy = begin(other);
    assertEquals("hello", await(send("hello", null)).value());
    assertEquals("hello", await(send("hello", null)).value());
    client.ask(Channel.CONTROL, new Request.Interrupt(), LIMIT); // is told at most once
    var told =
        await(busy).events().stream().filter(e -> Event.Status.BUSY.equals(e.content())).count();
    assertTrue(told >= 2, () -> "told " + told + " times");
  }

  @Test
  void cellsOfOneSubshellRunInOrderAndAllShareTheCount() throws Exception {
    var other = create();
    var first = send("sleep 200\nfirst", other);
    var second = send("second", other);
    var one = assertInstanceOf(Reply.Execute.class, await(first).reply());
    var two = assertInstanceOf(Reply.Execute.class, await(second).reply());
    var three = assertInstanceOf(Reply.Execute.class, await(send("third", null)).reply());
    assertEquals(one.executionCount() + 1, two.executionCount());
    assertEquals(two.executionCount() + 1, three.executionCount());
  }

  @Test
  void anInterruptReachesTheCellsOfAllShells() throws Exception {
    var one = create();
    var two = create();
    var running = new ArrayList<Message>();
    for (var shell : new String[] {null, one, two}) {
      running.add(begin(shell));
    }
    client.ask(Channel.CONTROL, new Request.Interrupt(), LIMIT);
    for (var cell : running) {
      var failed = assertInstanceOf(Reply.Failed.class, await(cell).reply());
      assertEquals("Interrupted", failed.ename());
    }
    for (var shell : new String[] {null, one, two}) {
      assertEquals("lives", await(send("lives", shell)).value());
    }
  }

  @Test
  void anErrorAbortsTheQueueOfItsOwnSubshellOnly() throws Exception {
    var other = create();
    var slow = send("sleep 300", null);
    var main = send("main", null);
    var sent = sendTogether(asking("wait\nfail broken"), other, "x");
    assertInstanceOf(Reply.Failed.class, await(sent.getFirst()).reply());
    assertInstanceOf(Reply.Aborted.class, await(sent.getLast()).reply());
    await(slow);
    assertEquals("main", await(main).value());
    assertEquals("again", await(send("again", other)).value());
  }

  @Test
  void deletingASubshellStopsItsCellAndAbortsThoseThatWait() throws Exception {
    var other = create();
    var running = begin(other);
    var queued = send("x", other);
    client.ask(Channel.SHELL, new Request.KernelInfo(), LIMIT); // the cell has arrived
    client.ask(Channel.CONTROL, new Request.DeleteSubshell(other), LIMIT);
    var failed = assertInstanceOf(Reply.Failed.class, await(running).reply());
    assertEquals("Interrupted", failed.ename());
    assertInstanceOf(Reply.Aborted.class, await(queued).reply());
    assertEquals("main", await(send("main", null)).value());
  }

  @Test
  void aRequestToAnUnknownSubshellFailsAndSaysSo() throws Exception {
    var run = await(send("x", "no-such-subshell"));
    var failed = assertInstanceOf(Reply.Failed.class, run.reply());
    assertEquals("UnknownSubshell", failed.ename());
    assertTrue(failed.evalue().contains("no-such-subshell"), failed.evalue());
  }

  @Test
  void commsSentToASubshellAreHeardWhileACellRunsAndKeepTheirOrder() throws Exception {
    var opened =
        client.execute("comm my.target", LIMIT).events().stream()
            .map(Message::content)
            .filter(CommContent.Open.class::isInstance)
            .map(CommContent.Open.class::cast)
            .findFirst()
            .orElseThrow();
    var other = create();
    var busy = begin(null);
    var expected = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      var shell = i < 20 ? null : other;
      var said = new CommContent.Msg(opened.commId(), Json.object("n", "" + i));
      client.send(Channel.SHELL, said, shell);
      expected.add("heard {n=" + i + "}");
    }
    var heard = new StringBuilder();
    while (!heard.toString().contains("{n=39}")) {
      var event = client.event(LIMIT).orElseThrow();
      if (event.content() instanceof Event.Stream stream) {
        heard.append(stream.text());
      }
    }
    assertEquals(expected, heard.toString().lines().toList());
    client.ask(Channel.CONTROL, new Request.Interrupt(), LIMIT);
    await(busy);
  }

  @Test
  void aCommOfASubshellThatIsGoneIsStillHeard() throws Exception {
    var closing = new CommContent.Open("c-9", "nobody", null);
    var sent = client.send(Channel.SHELL, closing, "deleted-before");
    while (true) {
      var event = client.event(LIMIT).orElseThrow();
      if (event.content() instanceof CommContent.Close close) {
        assertEquals("c-9", close.commId());
        assertEquals(sent.header().msgId(), event.parent().msgId());
        return;
      }
    }
  }

  @Test
  void cellsOfTwoShellsMayAskThePersonAtOnce() throws Exception {
    var other = create();
    var one = client.send(Channel.SHELL, asking("read"), null);
    var two = client.send(Channel.SHELL, asking("read"), other);
    assertEquals("read typed\n", client.await(one, LIMIT, e -> {}, q -> "typed").text("stdout"));
    assertEquals("read typed\n", client.await(two, LIMIT, e -> {}, q -> "typed").text("stdout"));
  }
}
